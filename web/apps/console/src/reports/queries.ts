import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { startOf } from '../time';

/** Days, as an address has them; both are in the report. Without them the last thirty. */
export interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

const between = ({ from, to }: Period) => ({
  ...(from === undefined ? {} : { from: startOf(from) }),
  ...(to === undefined ? {} : { to: startOf(to, 1) }),
});

export const timingsQuery = (store: string | undefined, period: Period) =>
  queryOptions({
    queryKey: ['reports', 'timings', store, period],
    queryFn: ({ signal }) =>
      once(
        (s) =>
          client.GET('/api/reports/timings', {
            params: { query: { ...(store === undefined ? {} : { storeId: store }), ...between(period) } },
            signal: s,
          }),
        signal,
      ),
  });

export const mistakesQuery = (period: Period) =>
  queryOptions({
    queryKey: ['reports', 'mistakes', period],
    queryFn: ({ signal }) =>
      once(
        (s) =>
          client.GET('/api/reports/misidentifications', { params: { query: between(period) }, signal: s }),
        signal,
      ),
  });

export const drillsQuery = (store: string) =>
  queryOptions({
    queryKey: ['reports', 'drills', store],
    queryFn: ({ signal }) =>
      once(
        (s) => client.GET('/api/drills/scores', { params: { query: { storeId: store } }, signal: s }),
        signal,
      ),
  });
