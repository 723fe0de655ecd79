import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { peopleQuery, storeChoices, useStoreName, useStores } from '../api/directory';
import type { Person, Role } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters, SearchField } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { finds } from '../parts/search';
import { State } from '../parts/State';
import { useMay } from '../session/session';
import { choices, listed, plural, roleName } from '../words';
import { AddPerson } from './AddPerson';
import { standingName, standingOf, standingTone } from './standing';

const route = getRouteApi('/inside/people');

export function PeoplePage() {
  const people = useQuery(peopleQuery);
  const may = useMay();
  return (
    <Page
      title="People"
      about="Who signs in, with which roles, and at which stores. Whoever an administrator adds needs somebody else to vouch for them before their vote counts beside that administrator’s."
      actions={may('managePeople') && <AddPerson />}
    >
      <Loaded query={people}>{(all) => <PeopleList all={all} />}</Loaded>
    </Page>
  );
}

function PeopleList({ all }: { all: Person[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const storeName = useStoreName();
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };

  const columns = useMemo<Column<Person>[]>(
    () => [
      {
        id: 'name',
        header: 'Name',
        accessorFn: ({ name }) => name,
        sortFn: 'text',
        cell: ({ row: { original } }) => (
          <A to="/people/$person" params={{ person: original.id }}>
            {original.name}
          </A>
        ),
      },
      { id: 'email', header: 'E-mail', accessorFn: ({ email }) => email, sortFn: 'text' },
      {
        id: 'roles',
        header: 'Roles',
        accessorFn: ({ roles }) => listed(roles.map((role) => roleName[role])),
        sortFn: 'text',
      },
      {
        id: 'stores',
        header: 'Stores',
        accessorFn: ({ storeIds }) => listed(storeIds.map(storeName)),
        sortFn: 'text',
        cell: ({ getValue }) => (getValue() as string) || <Text c="dimmed">Head office</Text>,
      },
      {
        id: 'standing',
        header: 'Account',
        accessorFn: (person) => standingName[standingOf(person)],
        sortFn: 'text',
        cell: ({ row: { original } }) => {
          const standing = standingOf(original);
          return <State tone={standingTone[standing]}>{standingName[standing]}</State>;
        },
      },
    ],
    [storeName],
  );

  const rows = useMemo(
    () =>
      all.filter(
        (person) =>
          finds(search.q, person.name, person.email) &&
          (search.role === undefined || person.roles.includes(search.role as Role)) &&
          (search.store === undefined || person.storeIds.includes(search.store)) &&
          (search.show === undefined || standingOf(person) === search.show),
      ),
    [all, search],
  );

  return (
    <>
      <Filters>
        <SearchField
          label="Name or e-mail"
          value={search.q}
          onChange={(q) => {
            filter({ q });
          }}
        />
        <ChoiceField
          label="Role"
          all="Any role"
          data={choices(roleName)}
          value={search.role as Role | undefined}
          onChange={(role) => {
            filter({ role });
          }}
        />
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
          label="Account"
          all="Any"
          data={choices(standingName)}
          value={search.show}
          onChange={(show) => {
            filter({ show });
          }}
        />
      </Filters>
      <Text size="sm" c="dimmed" role="status">
        {rows.length === all.length
          ? plural(all.length, 'person', 'people')
          : `${rows.length} of ${plural(all.length, 'person', 'people')}`}
      </Text>
      <DataTable
        label="People"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty="Nobody here fits these filters."
      />
    </>
  );
}
