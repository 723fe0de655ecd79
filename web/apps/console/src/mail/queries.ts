import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const mailsQuery = queryOptions({
  queryKey: ['mails'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/mails', { signal: s }), signal),
});
