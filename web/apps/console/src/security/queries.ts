import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/me/passkeys', { signal: s }), signal),
});
