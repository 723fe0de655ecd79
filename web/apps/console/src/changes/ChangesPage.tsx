import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { changesQuery, devicesQuery, usePersonName, useStoreName } from '../api/directory';
import type { Change } from '../api/shapes';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters, SearchField } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { finds } from '../parts/search';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { plural } from '../words';
import { actionChoices, actionName } from './actions';

const route = getRouteApi('/inside/changes');

export function ChangesPage() {
  const changes = useQuery(changesQuery());
  return (
    <Page
      title="Changes"
      about="What was done to people, stores, cameras and machines, why and by whom: the newest thousand."
    >
      <Loaded query={changes}>{(all) => <ChangeList all={all} />}</Loaded>
    </Page>
  );
}

/** What a change happened to. */
function useSubjectName(): (change: Change) => string {
  const person = usePersonName();
  const store = useStoreName();
  const { data: devices } = useQuery({ ...devicesQuery, enabled: useMay()('seeDevices') });
  return useMemo(() => {
    const machines = new Map(devices?.map(({ id, name }) => [id, name]));
    return ({ action, subject }) => {
      if (action.startsWith('person.')) return person(subject);
      if (action.startsWith('store.')) return store(subject);
      if (action.startsWith('device.')) return machines.get(subject) ?? 'A machine';
      return 'A camera';
    };
  }, [devices, person, store]);
}

function ChangeList({ all }: { all: Change[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const nameOf = usePersonName();
  const subjectName = useSubjectName();
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<Change>[]>(
    () => [
      {
        id: 'at',
        header: 'When',
        accessorFn: ({ at }) => at,
        sortFn: 'basic',
        cell: ({ row: { original } }) => <When at={original.at} />,
      },
      { id: 'what', header: 'What', accessorFn: ({ action }) => actionName(action), sortFn: 'text' },
      { id: 'subject', header: 'Of', accessorFn: subjectName, sortFn: 'text' },
      { id: 'reason', header: 'Reason', accessorFn: ({ reason }) => reason, enableSorting: false },
      { id: 'by', header: 'By', accessorFn: ({ by }) => nameOf(by), sortFn: 'text' },
    ],
    [nameOf, subjectName],
  );
  const rows = useMemo(
    () =>
      all.filter(
        (change) =>
          finds(search.q, change.reason, nameOf(change.by), subjectName(change)) &&
          (search.what === undefined || change.action === search.what),
      ),
    [all, search, nameOf, subjectName],
  );
  return (
    <>
      <Filters>
        <SearchField
          label="Reason or name"
          value={search.q}
          onChange={(q) => {
            filter({ q });
          }}
        />
        <ChoiceField
          label="What"
          all="Anything"
          data={actionChoices}
          value={search.what}
          onChange={(what) => {
            filter({ what });
          }}
        />
      </Filters>
      <Text size="sm" c="dimmed" role="status">
        {plural(rows.length, 'change')}
      </Text>
      <DataTable
        label="Changes"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty={all.length === 0 ? 'Nothing was changed yet.' : 'No change fits these filters.'}
      />
    </>
  );
}
