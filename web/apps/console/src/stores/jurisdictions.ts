import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

/** R55: the countries, and what each one's law means for the product. */
export const jurisdictionsQuery = queryOptions({
  queryKey: ['jurisdictions'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/jurisdictions', { signal: s }), signal),
  staleTime: Infinity,
});
