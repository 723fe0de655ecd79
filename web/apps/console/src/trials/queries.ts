import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const trialsKey = ['trials'];

/** Every trial, the newest first. */
export const trialsQuery = queryOptions({
  queryKey: trialsKey,
  queryFn: ({ signal }) => once((s) => client.GET('/api/trials', { signal: s }), signal),
});
