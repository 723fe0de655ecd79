import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { storesQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { Store } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters, SearchField } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { finds } from '../parts/search';
import { State } from '../parts/State';
import { useMay } from '../session/session';
import { choices, plural } from '../words';
import { haltOfAll } from './halts';
import { useHalts } from './matching';
import { MatchingSwitch, Stopped } from './MatchingSwitch';
import { standingName, standingOf, standingTone } from './standing';
import { StoreFields } from './StoreFields';

const route = getRouteApi('/inside/stores');

export function StoresPage() {
  const stores = useQuery(storesQuery);
  const may = useMay();
  const stopped = haltOfAll(useHalts());
  const mayStop = may('stopMatchingEverywhere');
  const all = { scope: 'tenant', name: 'every store' } as const;
  return (
    <Page
      title="Stores and cameras"
      about="Where people are looked for, and where that is stopped."
      actions={
        <>
          {mayStop && stopped === undefined && <MatchingSwitch target={all} halt={undefined} />}
          {may('manageStores') && <AddStore />}
        </>
      }
    >
      {stopped !== undefined && (
        <Stopped halt={stopped} name={all.name}>
          {mayStop && <MatchingSwitch target={all} halt={stopped} />}
        </Stopped>
      )}
      <Loaded query={stores}>{(list) => <StoreList all={list} />}</Loaded>
    </Page>
  );
}

function AddStore() {
  return (
    <Action
      trigger={(open) => (
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
          Add a store
        </Button>
      )}
      title="Add a store"
      about="It matches nobody until it has cameras, a connector, a list, and two people who may vote."
      initial={{ name: '', address: '', timeZone: 'Pacific/Auckland', jurisdiction: 'NZ' }}
      fields={(form) => <StoreFields form={form} />}
      label="Add"
      send={(body) => once((signal) => client.POST('/api/stores', { body, signal }))}
      changes={[storesQuery.queryKey]}
      done="The store was added."
    />
  );
}

function StoreList({ all }: { all: Store[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const halts = useHalts();
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<Store>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        accessorFn: ({ name }) => name,
        sortFn: 'alphanumeric',
        cell: ({ row: { original } }) => (
          <A to="/stores/$store" params={{ store: original.id }}>
            {original.name}
          </A>
        ),
      },
      { id: 'address', header: 'Address', accessorFn: ({ address }) => address, sortFn: 'alphanumeric' },
      { id: 'cameras', header: 'Cameras in use', accessorFn: ({ cameras }) => cameras, sortFn: 'basic' },
      {
        id: 'state',
        header: 'State',
        accessorFn: (store) => standingName[standingOf(store, halts)],
        sortFn: 'text',
        cell: ({ row: { original } }) => {
          const standing = standingOf(original, halts);
          return <State tone={standingTone[standing]}>{standingName[standing]}</State>;
        },
      },
    ],
    [halts],
  );
  const rows = useMemo(
    () =>
      all.filter(
        (store) =>
          finds(search.q, store.name, store.address) &&
          (search.show === undefined || standingOf(store, halts) === search.show),
      ),
    [all, search, halts],
  );
  return (
    <>
      <Filters>
        <SearchField
          label="Name or address"
          value={search.q}
          onChange={(q) => {
            filter({ q });
          }}
        />
        <ChoiceField
          label="State"
          all="Any"
          data={choices(standingName)}
          value={search.show}
          onChange={(show) => {
            filter({ show });
          }}
        />
      </Filters>
      <Text size="sm" c="dimmed" role="status">
        {plural(rows.length, 'store')}
      </Text>
      <DataTable
        label="Stores"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty={
          all.length === 0 ? 'There is no store yet. Add the first one.' : 'No store fits these filters.'
        }
      />
    </>
  );
}
