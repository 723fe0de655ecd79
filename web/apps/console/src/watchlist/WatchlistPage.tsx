import { Button, Text, TextInput } from '@mantine/core';
import { IconUserExclamation } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createLink, getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { storeChoices, useStoreOf, useStores } from '../api/directory';
import type { Category, Entry, EntryDue, EntryStanding } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { MorePages } from '../parts/MorePages';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { categoryName, choices, entryDueName, entryRoleName, entryStandingName, plural } from '../words';
import { watchlistQuery } from './queries';
import { entryTone } from './standing';

const route = getRouteApi('/inside/watchlist');
const ButtonLink = createLink(Button<'a'>);

export function WatchlistPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const storeOf = useStoreOf();
  const may = useMay();
  const list = useInfiniteQuery(
    watchlistQuery({
      store: search.store,
      state: search.state,
      category: search.category,
      ends: search.ends,
      due: search.due,
    }),
  );
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<Entry>[]>(
    () => [
      {
        id: 'label',
        header: 'Entry',
        cell: ({ row: { original } }) => (
          <A to="/watchlist/$entry" params={{ entry: original.id }}>
            {original.label}
          </A>
        ),
      },
      { id: 'store', header: 'Store', accessorFn: ({ storeId }) => storeOf(storeId)?.name ?? 'A store' },
      {
        id: 'category',
        header: 'For',
        accessorFn: ({ category, role }) =>
          role === 'offender' ? categoryName[category] : `${categoryName[category]}, ${entryRoleName[role]}`,
      },
      {
        id: 'ends',
        header: 'Ends',
        cell: ({ row: { original } }) => (
          <When at={original.expiresAt} zone={storeOf(original.storeId)?.timeZone} only="day" distance />
        ),
      },
      {
        id: 'state',
        header: 'State',
        cell: ({ row: { original } }) => {
          const standing = original.state as EntryStanding;
          return <State tone={entryTone[standing]}>{entryStandingName[standing]}</State>;
        },
      },
    ],
    [storeOf],
  );

  return (
    <Page
      title="Watchlist"
      about="People who have seriously harmed staff or stores, each on the list of one store, for a limited time. Those that end soonest come first."
      actions={
        may('proposeEntry') && (
          <ButtonLink
            component="a"
            to="/watchlist/new"
            leftSection={<IconUserExclamation size={18} aria-hidden />}
          >
            Propose an entry
          </ButtonLink>
        )
      }
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
        <ChoiceField<EntryStanding>
          label="State"
          all="Any"
          data={choices(entryStandingName)}
          value={search.state}
          onChange={(state) => {
            filter({ state });
          }}
        />
        <ChoiceField<Category>
          label="For"
          all="Anything"
          data={choices(categoryName)}
          value={search.category}
          onChange={(category) => {
            filter({ category });
          }}
        />
        <ChoiceField<EntryDue>
          label="Waits for somebody"
          all="Any"
          data={choices(entryDueName)}
          value={search.due}
          onChange={(due) => {
            filter({ due });
          }}
        />
        <TextInput
          type="date"
          label="Ends before"
          value={search.ends ?? ''}
          onChange={({ currentTarget }) => {
            filter({ ends: currentTarget.value || undefined });
          }}
        />
      </Filters>
      <Loaded query={list}>
        {({ pages }) => {
          const rows = pages.flatMap(({ entries }) => entries);
          return (
            <>
              <Text size="sm" c="dimmed" role="status">
                {plural(rows.length, 'entry', 'entries')}
                {list.hasNextPage && ' so far'}
              </Text>
              <DataTable
                label="Watchlist"
                columns={columns}
                rows={rows}
                rowKey={({ id }) => id}
                empty="No entry fits these filters."
              />
              <MorePages query={list} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
