import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { storeChoices, useStoreOf, useStores } from '../api/directory';
import type { Case } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { choices, findingName, plural } from '../words';
import { CaseState } from './CaseState';
import { casesQuery } from './queries';

const route = getRouteApi('/inside/cases');
const states = { open: 'Open', closed: 'Closed' };

export function CasesPage() {
  const cases = useQuery(casesQuery);
  return (
    <Page
      title="Cases"
      about="Each person who disputed an alert has one. A mistake is on record within 24 hours: its cause, the apology, the redress, and what was mended. The entry matches nobody until its case is closed."
    >
      <Loaded query={cases}>{(all) => <CaseList all={all} />}</Loaded>
    </Page>
  );
}

function CaseList({ all }: { all: Case[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const storeOf = useStoreOf();
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<Case>[]>(
    () => [
      {
        id: 'number',
        header: 'Case',
        accessorFn: ({ number }) => number,
        sortFn: 'text',
        cell: ({ row: { original } }) => (
          <A to="/cases/$number" params={{ number: original.number }}>
            {original.number}
          </A>
        ),
      },
      { id: 'store', header: 'Store', accessorFn: ({ store }) => store.name, sortFn: 'alphanumeric' },
      {
        id: 'opened',
        header: 'Opened',
        accessorFn: ({ openedAt }) => openedAt,
        sortFn: 'basic',
        cell: ({ row: { original } }) => (
          <When at={original.openedAt} zone={storeOf(original.store.id)?.timeZone} />
        ),
      },
      {
        id: 'state',
        header: 'State',
        accessorFn: ({ state }) => state,
        sortFn: 'text',
        cell: ({ row: { original } }) => <CaseState found={original} />,
      },
      {
        id: 'finding',
        header: 'Finding',
        accessorFn: ({ finding }) => (finding === null ? '' : findingName[finding]),
        sortFn: 'text',
      },
    ],
    [storeOf],
  );
  const rows = useMemo(
    () =>
      all.filter(
        (one) =>
          (search.store === undefined || one.store.id === search.store) &&
          (search.state === undefined || one.state === search.state),
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
          label="State"
          all="Any"
          data={choices(states)}
          value={search.state}
          onChange={(state) => {
            filter({ state });
          }}
        />
      </Filters>
      <Text size="sm" c="dimmed" role="status">
        {plural(rows.length, 'case')}
      </Text>
      <DataTable
        label="Cases"
        columns={columns}
        rows={rows}
        rowKey={({ number }) => number}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty={all.length === 0 ? 'Nobody has disputed an alert.' : 'No case fits these filters.'}
      />
    </>
  );
}
