import { Button, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { storeChoices, useStoreOf, useStores } from '../api/directory';
import type { AlertStage, AlertSummary, Outcome } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { MorePages } from '../parts/MorePages';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { alertStageName, alertStateName, choices, outcomeName, plural } from '../words';
import { alertsQuery } from './queries';
import { alertTone, whatBecame } from './standing';

const route = getRouteApi('/inside/alerts');

export function AlertsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const storeOf = useStoreOf();
  const maySeeEntries = useMay()('seeWatchlist');
  const list = useInfiniteQuery(alertsQuery(search));
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<AlertSummary>[]>(
    () => [
      {
        id: 'raised',
        header: 'Raised',
        cell: ({ row: { original } }) => (
          <A to="/alerts/$alert" params={{ alert: original.id }}>
            <When at={original.raisedAt} zone={storeOf(original.store.id)?.timeZone} />
          </A>
        ),
      },
      { id: 'store', header: 'Store', accessorFn: ({ store }) => store.name },
      { id: 'camera', header: 'Camera', accessorFn: ({ camera }) => camera.name },
      {
        id: 'entry',
        header: 'Entry',
        cell: ({ row: { original } }) =>
          original.entry === null ? (
            <Text c="dimmed">Not shown yet</Text>
          ) : maySeeEntries ? (
            <A to="/watchlist/$entry" params={{ entry: original.entry.id }}>
              {original.entry.name}
            </A>
          ) : (
            original.entry.name
          ),
      },
      {
        id: 'state',
        header: 'State',
        cell: ({ row: { original } }) => (
          <State tone={alertTone[original.state]}>{alertStateName[original.state]}</State>
        ),
      },
      { id: 'became', header: 'What became of it', accessorFn: whatBecame },
    ],
    [storeOf, maySeeEntries],
  );
  return (
    <Page
      title="Alerts"
      about="Every time somebody was taken for a person on the list, and what became of it. Times are the store’s. While people compare the pictures, nothing here tells them what to say."
    >
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
        <ChoiceField<AlertStage>
          label="State"
          all="Any"
          data={choices(alertStageName)}
          value={search.stage}
          onChange={(stage) => {
            filter({ stage });
          }}
        />
        <ChoiceField<Outcome>
          label="Outcome"
          all="Any"
          data={choices(outcomeName)}
          value={search.outcome}
          onChange={(outcome) => {
            filter({ outcome });
          }}
        />
        <TextInput
          type="date"
          label="From"
          value={search.from ?? ''}
          onChange={({ currentTarget }) => {
            filter({ from: currentTarget.value || undefined });
          }}
        />
        <TextInput
          type="date"
          label="To"
          value={search.to ?? ''}
          onChange={({ currentTarget }) => {
            filter({ to: currentTarget.value || undefined });
          }}
        />
        {search.entry !== undefined && (
          <Button
            variant="default"
            onClick={() => {
              filter({ entry: undefined });
            }}
          >
            One entry only: show all
          </Button>
        )}
      </Filters>
      <Loaded query={list}>
        {({ pages }) => {
          const rows = pages.flatMap(({ alerts }) => alerts);
          return (
            <>
              <Text size="sm" c="dimmed" role="status">
                {plural(rows.length, 'alert')}
                {list.hasNextPage && ' so far'}
              </Text>
              <DataTable
                label="Alerts"
                columns={columns}
                rows={rows}
                rowKey={({ id }) => id}
                empty="No alert fits these filters."
              />
              <MorePages query={list} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
