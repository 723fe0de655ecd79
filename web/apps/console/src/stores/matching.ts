import { queryOptions, useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Halt } from '../api/shapes';
import { useMay } from '../session/session';

/** Where matching is stopped by a person: the kill switch (R8). */
export const haltsQuery = queryOptions({
  queryKey: ['matching'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/matching', { signal: s }), signal),
});

const none: Halt[] = [];

export function useHalts(): Halt[] {
  return useQuery({ ...haltsQuery, enabled: useMay()('seeMatching') }).data ?? none;
}
