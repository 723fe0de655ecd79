import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

/** Every open store that the person reaches, with each rule that lets it match. Looked at again by itself, sooner while one is stopped. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/readiness', { signal: s }), signal),
  refetchInterval: ({ state }) => (state.data?.some(({ isArmed }) => !isArmed) === true ? 3_000 : 15_000),
});
