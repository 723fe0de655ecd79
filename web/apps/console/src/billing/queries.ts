import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const billingQuery = queryOptions({
  queryKey: ['billing'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/billing', { signal: s }), signal),
});
