import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

/** Every open store that the person reaches, with each rule that lets it match. Looked at again by itself. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/readiness', { signal: s }), signal),
  refetchInterval: 15_000,
});
