/** People, stores and machines: what other pages name. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useMay } from '../session/session';
import { client, once } from './http';
import type { Store } from './shapes';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/people', { signal: s }), signal),
});

export const storesQuery = queryOptions({
  queryKey: ['stores'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/stores', { signal: s }), signal),
});

export const camerasQuery = (store: string) =>
  queryOptions({
    queryKey: ['cameras', store],
    queryFn: ({ signal }) =>
      once(
        (s) => client.GET('/api/stores/{store}/cameras', { params: { path: { store } }, signal: s }),
        signal,
      ),
  });

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/devices', { signal: s }), signal),
});

/** Of everything, or of one person, store, camera or machine. */
export const changesQuery = (subject?: string) =>
  queryOptions({
    queryKey: ['changes', subject ?? 'all'],
    queryFn: ({ signal }) =>
      once(
        (s) =>
          client.GET('/api/changes', {
            params: { query: subject === undefined ? {} : { subject } },
            signal: s,
          }),
        signal,
      ),
  });

/** What a person's id is called here. Who may not see the people sees that it was somebody. */
export function usePersonName(): (id: string) => string {
  const { data } = useQuery({ ...peopleQuery, enabled: useMay()('seePeople') });
  const names = useMemo(() => new Map(data?.map(({ id, name }) => [id, name])), [data]);
  return useCallback((id) => names.get(id) ?? `Person ${id.slice(-6)}`, [names]);
}

const noStores: Store[] = [];

export function useStores(): Store[] {
  return useQuery(storesQuery).data ?? noStores;
}

export function useStoreOf(): (id: string) => Store | undefined {
  const stores = useStores();
  const byId = useMemo(() => new Map(stores.map((store) => [store.id, store])), [stores]);
  return useCallback((id) => byId.get(id), [byId]);
}

/** What a store's id is called here. */
export function useStoreName(): (id: string) => string {
  const storeOf = useStoreOf();
  return useCallback((id) => storeOf(id)?.name ?? 'A store', [storeOf]);
}

export const storeChoices = (stores: Store[]) => stores.map(({ id, name }) => ({ value: id, label: name }));
