import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Category, EntryStanding } from '../api/shapes';

export interface WatchlistFilter {
  store?: string | undefined;
  state?: EntryStanding | undefined;
  category?: Category | undefined;
  /** A day, as an address has it: 2026-12-31. */
  ends?: string | undefined;
}

/** All that is known of lists; what changes an entry asks for it anew. */
export const watchlistKey = ['watchlist'];

export const watchlistQuery = ({ store, state, category, ends }: WatchlistFilter) =>
  infiniteQueryOptions({
    queryKey: [...watchlistKey, 'list', { store, state, category, ends }],
    queryFn: ({ signal, pageParam }) =>
      once(
        (s) =>
          client.GET('/api/watchlist', {
            params: {
              query: {
                ...(store === undefined ? {} : { storeId: store }),
                ...(state === undefined ? {} : { state }),
                ...(category === undefined ? {} : { category }),
                ...(ends === undefined ? {} : { endsBefore: `${ends}T00:00:00Z` }),
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

/** Each look at a file goes on record, so it is not asked for again by itself. */
export const entryQuery = (entry: string) =>
  queryOptions({
    queryKey: [...watchlistKey, 'entry', entry],
    queryFn: ({ signal }) =>
      once((s) => client.GET('/api/entries/{entry}', { params: { path: { entry } }, signal: s }), signal),
    staleTime: Infinity,
    gcTime: 0,
  });
