import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { ShareState } from '../api/shapes';

export interface ShareFilter {
  store?: string | undefined;
  state?: ShareState | undefined;
}

export const sharingKey = ['sharing'];

export const groundsQuery = queryOptions({
  queryKey: [...sharingKey, 'grounds'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/sharing/grounds', { signal: s }), signal),
});

export const sharesQuery = ({ store, state }: ShareFilter) =>
  infiniteQueryOptions({
    queryKey: [...sharingKey, 'list', { store, state }],
    queryFn: ({ signal, pageParam }) =>
      once(
        (s) =>
          client.GET('/api/shares', {
            params: {
              query: {
                ...(store === undefined ? {} : { storeId: store }),
                ...(state === undefined ? {} : { state }),
                ...(pageParam === null ? {} : { cursor: pageParam }),
              },
            },
            signal: s,
          }),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const sharesOfEntryQuery = (entry: string) =>
  queryOptions({
    queryKey: [...sharingKey, 'of-entry', entry],
    queryFn: ({ signal }) =>
      once(
        (s) => client.GET('/api/entries/{entry}/shares', { params: { path: { entry } }, signal: s }),
        signal,
      ),
  });

/** Each look at what was sent goes on record, so it is not asked for again by itself. */
export const shareQuery = (share: string) =>
  queryOptions({
    queryKey: [...sharingKey, 'one', share],
    queryFn: ({ signal }) =>
      once((s) => client.GET('/api/shares/{share}', { params: { path: { share } }, signal: s }), signal),
    staleTime: Infinity,
    gcTime: 0,
  });
