import { Button, Select, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { storeChoices, useStores } from '../api/directory';
import { client, once } from '../api/http';
import { lastMoment, type PosterStanding, posterStanding } from '@retailguard/api';
import type { Entrance, Store } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters } from '../parts/Filters';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { choices, plural } from '../words';
import { Print } from './Print';
import { noticesKey } from './queries';
import { posterName, posterTone } from './standing';

const route = getRouteApi('/inside/notices');
const stateName = { ...posterName, noEntrance: 'No entrance on record' };

/** A way into a store, or a store of which none is on record. */
interface Row {
  store: Store;
  entrance: Entrance | null;
  state: PosterStanding | 'noEntrance';
}

const rowsOf = (stores: Store[], entrances: Entrance[]): Row[] =>
  stores
    .filter(({ closedAt }) => closedAt === null)
    .flatMap((store): Row[] => {
      const own = entrances.filter(({ storeId }) => storeId === store.id);
      return own.length === 0
        ? [{ store, entrance: null, state: 'noEntrance' }]
        : own.map((entrance) => ({ store, entrance, state: posterStanding(entrance) }));
    });

/** R33: every entrance of every store, and whether its poster hangs. */
export function Entrances({ entrances, isPublished }: { entrances: Entrance[]; isPublished: boolean }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: 'entrance',
        header: 'Entrance',
        accessorFn: ({ entrance }) => entrance?.name ?? '',
        sortFn: 'alphanumeric',
        cell: ({ row: { original } }) =>
          original.entrance === null ? (
            <Text c="dimmed">None</Text>
          ) : (
            <A to="/notices/entrances/$entrance" params={{ entrance: original.entrance.id }}>
              {original.entrance.name}
            </A>
          ),
      },
      { id: 'store', header: 'Store', accessorFn: ({ store }) => store.name, sortFn: 'alphanumeric' },
      {
        id: 'state',
        header: 'Poster',
        accessorFn: ({ state }) => stateName[state],
        sortFn: 'text',
        cell: ({ row: { original } }) => (
          <State tone={original.state === 'noEntrance' ? 'bad' : posterTone[original.state]}>
            {stateName[original.state]}
          </State>
        ),
      },
      {
        id: 'until',
        header: 'Photograph counts to the end of',
        accessorFn: ({ entrance }) => entrance?.validUntil ?? '',
        sortFn: 'basic',
        cell: ({ row: { original } }) =>
          original.entrance?.validUntil == null ? (
            ''
          ) : (
            <When
              at={lastMoment(original.entrance.validUntil)}
              zone={original.store.timeZone}
              only="day"
              distance
            />
          ),
      },
      ...(isPublished
        ? [
            {
              id: 'print',
              header: 'Print',
              enableSorting: false,
              cell: ({ row: { original } }) => (
                <Print
                  place={
                    original.entrance === null
                      ? original.store.name
                      : `${original.entrance.name}, ${original.store.name}`
                  }
                  store={original.store.id}
                  entrance={original.entrance?.id ?? null}
                  small
                />
              ),
            } satisfies Column<Row>,
          ]
        : []),
    ],
    [isPublished],
  );
  const all = useMemo(() => rowsOf(stores, entrances), [stores, entrances]);
  const rows = useMemo(
    () =>
      all.filter(
        ({ store, state }) =>
          (search.store === undefined || store.id === search.store) &&
          (search.state === undefined || state === search.state),
      ),
    [all, search],
  );
  return (
    <>
      <Filters>
        <ChoiceField
          label="Store"
          all="Any store"
          data={storeChoices(stores)}
          value={search.store}
          onChange={(store) => {
            filter({ store });
          }}
        />
        <ChoiceField
          label="Poster"
          all="Any"
          data={choices(stateName)}
          value={search.state}
          onChange={(state) => {
            filter({ state });
          }}
        />
      </Filters>
      <Text size="sm" c="dimmed" role="status">
        {plural(rows.filter(({ entrance }) => entrance !== null).length, 'entrance')}
      </Text>
      <DataTable
        label="Entrances"
        columns={columns}
        rows={rows}
        rowKey={({ store, entrance }) => entrance?.id ?? store.id}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty={all.length === 0 ? 'There is no store yet.' : 'No entrance fits these filters.'}
      />
    </>
  );
}

export function AddEntrance() {
  const stores = useStores().filter(({ closedAt }) => closedAt === null);
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
          Add an entrance
        </Button>
      )}
      title="Add an entrance"
      about="Every way by which customers come in. Matching stops in the store until a poster hangs there and somebody of the store has photographed it."
      initial={{ store: stores.length === 1 ? (stores[0]?.id ?? '') : '', name: '' }}
      fields={(form) => (
        <>
          <Select label="Store" required data={storeChoices(stores)} {...form.getInputProps('store')} />
          <TextInput
            label="Name"
            placeholder="Main entrance"
            required
            maxLength={60}
            {...form.getInputProps('name')}
          />
        </>
      )}
      validate={({ store }): Record<string, string> => (store === '' ? { store: 'Choose a store.' } : {})}
      label="Add"
      send={({ store, name }) =>
        once((signal) =>
          client.POST('/api/stores/{store}/entrances', {
            params: { path: { store } },
            body: { name },
            signal,
          }),
        )
      }
      changes={[noticesKey]}
      done="The entrance was added. Print its poster, hang it, and have it photographed."
    />
  );
}
