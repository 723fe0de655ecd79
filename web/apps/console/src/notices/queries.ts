import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

/** All that is known of notices; what changes one asks for it anew. */
export const noticesKey = ['notices'];

/** What they say, what of it is published, and what is missing. */
export const deskQuery = queryOptions({
  queryKey: [...noticesKey, 'desk'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/notices', { signal: s }), signal),
});

export const versionsQuery = queryOptions({
  queryKey: [...noticesKey, 'versions'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/notices/versions', { signal: s }), signal),
});

/** The ways into every store that the person reaches. */
export const entrancesQuery = queryOptions({
  queryKey: [...noticesKey, 'entrances'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/entrances', { signal: s }), signal),
});

export const photosQuery = (entrance: string) =>
  queryOptions({
    queryKey: [...noticesKey, 'photos', entrance],
    queryFn: ({ signal }) =>
      once(
        (s) =>
          client.GET('/api/entrances/{entrance}/attestations', { params: { path: { entrance } }, signal: s }),
        signal,
      ),
  });

export const retentionQuery = queryOptions({
  queryKey: [...noticesKey, 'retention'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/alerts/retention', { signal: s }), signal),
});
