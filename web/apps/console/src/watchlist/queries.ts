import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Category, EntryDue, EntryStanding } from '../api/shapes';

export interface WatchlistFilter {
  store?: string | undefined;
  state?: EntryStanding | undefined;
  category?: Category | undefined;
  /** A day, as an address has it: 2026-12-31. */
  ends?: string | undefined;
  due?: EntryDue | undefined;
}

/** All that is known of lists; what changes an entry asks for it anew. */
export const watchlistKey = ['watchlist'];

export const watchlistQuery = ({ store, state, category, ends, due }: WatchlistFilter) =>
  infiniteQueryOptions({
    queryKey: [...watchlistKey, 'list', { store, state, category, ends, due }],
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
                ...(due === undefined ? {} : { due }),
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

/** R15: entries of the same list that look like one, the nearest first. */
export const lookAlikesQuery = (entry: string) =>
  queryOptions({
    queryKey: [...watchlistKey, 'look-alikes', entry],
    queryFn: ({ signal }) =>
      once(
        (s) => client.GET('/api/entries/{entry}/look-alikes', { params: { path: { entry } }, signal: s }),
        signal,
      ),
  });

/** R3: what a store is to expect of its list. */
export const falseAlertsQuery = (store: string) =>
  queryOptions({
    queryKey: [...watchlistKey, 'false-alerts', store],
    queryFn: ({ signal }) =>
      once(
        (s) => client.GET('/api/stores/{store}/false-alerts', { params: { path: { store } }, signal: s }),
        signal,
      ),
  });
