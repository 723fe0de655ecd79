import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { AlertStage, Outcome } from '../api/shapes';
import { startOf } from '../time';

export interface AlertFilter {
  store?: string | undefined;
  entry?: string | undefined;
  stage?: AlertStage | undefined;
  outcome?: Outcome | undefined;
  /** Days, as an address has them; both are in the list. */
  from?: string | undefined;
  to?: string | undefined;
}

export const alertsKey = ['alerts'];

export const alertsQuery = ({ store, entry, stage, outcome, from, to }: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: [...alertsKey, { store, entry, stage, outcome, from, to }],
    queryFn: ({ signal, pageParam }) =>
      once(
        (s) =>
          client.GET('/api/alerts', {
            params: {
              query: {
                ...(store === undefined ? {} : { storeId: store }),
                ...(entry === undefined ? {} : { entryId: entry }),
                ...(stage === undefined ? {} : { stage }),
                ...(outcome === undefined ? {} : { outcome }),
                ...(from === undefined ? {} : { from: startOf(from) }),
                ...(to === undefined ? {} : { to: startOf(to, 1) }),
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

/** Each look goes on record, so it is not asked for again by itself. */
export const alertQuery = (alert: string) =>
  queryOptions({
    queryKey: [...alertsKey, 'record', alert],
    queryFn: ({ signal }) =>
      once(
        (s) => client.GET('/api/alerts/{alert}/record', { params: { path: { alert } }, signal: s }),
        signal,
      ),
    staleTime: Infinity,
    gcTime: 0,
  });
