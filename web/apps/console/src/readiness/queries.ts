import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { begins } from './standing';

/** Every open store that the person reaches, with each rule that lets it match. Looked at again by itself, soon where one is about to begin again. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/readiness', { signal: s }), signal),
  refetchInterval: ({ state }) => (state.data?.some(begins) === true ? 3_000 : 15_000),
});
