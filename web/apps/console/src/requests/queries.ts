import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

/** All that is known of requests; what changes one asks for it anew. */
export const requestsKey = ['requests'];

export const requestsQuery = queryOptions({
  queryKey: [...requestsKey, 'list'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/requests', { signal: s }), signal),
});

/** Each look at what somebody wrote goes on record, so it is not asked for again by itself. */
export const requestQuery = (number: string) =>
  queryOptions({
    queryKey: [...requestsKey, 'one', number],
    queryFn: ({ signal }) =>
      once((s) => client.GET('/api/requests/{number}', { params: { path: { number } }, signal: s }), signal),
    staleTime: Infinity,
    gcTime: 0,
  });
