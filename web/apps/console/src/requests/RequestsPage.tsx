import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { storeChoices, useStoreOf, useStores } from '../api/directory';
import type { RequestSummary } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { day } from '../time';
import { choices, plural, requestKindName, requestStateName, requestStepName } from '../words';
import { clockOf, toneOf } from './owed';
import { requestsQuery } from './queries';
import { TakeIn } from './TakeIn';

const route = getRouteApi('/inside/requests');
const states = { open: 'Open', closed: 'Closed' };

export function RequestsPage() {
  const requests = useQuery(requestsQuery);
  const may = useMay();
  return (
    <Page
      title="Requests"
      about="What people ask about themselves, what is due next first. Access and correction are answered by the 20th working day; a complaint is acknowledged in 7 days and answered in 30; a correction that is tied to its entry is decided in two working days."
      actions={may('takeInRequest') && <TakeIn />}
    >
      <Loaded query={requests}>{(all) => <RequestList all={all} />}</Loaded>
    </Page>
  );
}

function RequestList({ all }: { all: RequestSummary[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const storeOf = useStoreOf();
  const mayOpen = useMay()('answerRequest');
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<RequestSummary>[]>(
    () => [
      {
        id: 'number',
        header: 'Request',
        accessorFn: ({ number }) => number,
        sortFn: 'text',
        cell: ({ row: { original } }) =>
          mayOpen ? (
            <A to="/requests/$number" params={{ number: original.number }}>
              {original.number}
            </A>
          ) : (
            original.number
          ),
      },
      { id: 'kind', header: 'Asks', accessorFn: ({ kind }) => requestKindName[kind], sortFn: 'text' },
      { id: 'store', header: 'Store', accessorFn: ({ store }) => store.name, sortFn: 'alphanumeric' },
      {
        id: 'received',
        header: 'Received',
        accessorFn: ({ receivedAt }) => receivedAt,
        sortFn: 'basic',
        cell: ({ row: { original } }) => (
          <When at={original.receivedAt} zone={storeOf(original.store.id)?.timeZone} only="day" />
        ),
      },
      {
        id: 'next',
        header: 'Due next',
        accessorFn: ({ nextOn }) => nextOn ?? '9999',
        sortFn: 'basic',
        cell: ({ row: { original } }) =>
          original.next === null || original.nextOn === null
            ? ''
            : `${requestStepName[original.next]} by ${day(`${original.nextOn}T12:00:00Z`, 'UTC')}`,
      },
      {
        id: 'state',
        header: 'State',
        accessorFn: ({ state }) => requestStateName[state],
        sortFn: 'text',
        cell: ({ row: { original } }) => (
          <State tone={toneOf(original)}>
            {original.state === 'open' ? clockOf(original) : requestStateName[original.state]}
          </State>
        ),
      },
    ],
    [storeOf, mayOpen],
  );
  const rows = useMemo(
    () =>
      all.filter(
        (one) =>
          (search.store === undefined || one.store.id === search.store) &&
          (search.kind === undefined || one.kind === search.kind) &&
          (search.state === undefined || (one.state === 'open') === (search.state === 'open')),
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
          label="Asks"
          all="Anything"
          data={choices(requestKindName)}
          value={search.kind}
          onChange={(kind) => {
            filter({ kind });
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
        {plural(rows.length, 'request')}
      </Text>
      <DataTable
        label="Requests"
        columns={columns}
        rows={rows}
        rowKey={({ number }) => number}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty={all.length === 0 ? 'Nobody has asked anything.' : 'No request fits these filters.'}
      />
    </>
  );
}
