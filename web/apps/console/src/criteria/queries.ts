import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const criteriaKey = ['criteria'];

/** What is in force, what waits for a second person, and how much there is to review. */
export const criteriaQuery = queryOptions({
  queryKey: criteriaKey,
  queryFn: ({ signal }) => once((s) => client.GET('/api/criteria', { signal: s }), signal),
});
