import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/cases', { signal: s }), signal),
});
