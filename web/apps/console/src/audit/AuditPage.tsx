import { Code, Text, TextInput } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { peopleQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { AuditEvent } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters, SearchField } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { MorePages } from '../parts/MorePages';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { startOf } from '../time';

const route = getRouteApi('/inside/audit');

interface AuditFilter {
  action?: string | undefined;
  actor?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const auditQuery = ({ action, actor, subject, from, to }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', { action, actor, subject, from, to }],
    queryFn: ({ signal, pageParam }) =>
      once(
        (s) =>
          client.GET('/api/audit', {
            params: {
              query: {
                ...(action === undefined ? {} : { action }),
                ...(actor === undefined ? {} : { actor }),
                ...(subject === undefined ? {} : { subject }),
                ...(from === undefined ? {} : { from: startOf(from) }),
                ...(to === undefined ? {} : { to: startOf(to, 1) }),
                ...(pageParam === null ? {} : { before: pageParam }),
              },
            },
            signal: s,
          }),
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });

/** Everything about one kind of thing. */
const kinds = [
  { value: 'alert.', label: 'Alerts' },
  { value: 'case.', label: 'Cases' },
  { value: 'entry.', label: 'Watchlist entries' },
  { value: 'matching.', label: 'Matching stopped and resumed' },
  { value: 'person.', label: 'People' },
  { value: 'sign-in.', label: 'Sign-ins' },
  { value: 'store.', label: 'Stores' },
  { value: 'camera.', label: 'Cameras' },
  { value: 'device.', label: 'Machines' },
  { value: 'drill', label: 'Drills' },
];

const columns: Column<AuditEvent>[] = [
  { id: 'sequence', header: 'No.', accessorFn: ({ sequence }) => sequence },
  { id: 'at', header: 'When', cell: ({ row: { original } }) => <When at={original.at} /> },
  {
    id: 'actor',
    header: 'Who',
    accessorFn: ({ actor, actorKind }) =>
      actor?.name ??
      (actorKind === 'device' ? 'A machine' : actorKind === 'person' ? 'A person' : 'The system'),
  },
  { id: 'action', header: 'What', accessorFn: ({ action }) => action },
  {
    id: 'subject',
    header: 'To what',
    cell: ({ row: { original } }) => (
      <A to="/audit" search={{ subject: original.subject }} title={original.subject}>
        <Code>{original.subject.length > 12 ? `…${original.subject.slice(-8)}` : original.subject}</Code>
      </A>
    ),
  },
  {
    id: 'detail',
    header: 'Detail and hash',
    cell: ({ row: { original } }) => (
      <details>
        <summary>{original.hash.slice(0, 12)}</summary>
        <Code block>{`${original.detail}\n${original.subject}\n${original.hash}`}</Code>
      </details>
    ),
  },
];

export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: people } = useQuery({ ...peopleQuery, enabled: useMay()('seePeople') });
  const log = useInfiniteQuery(auditQuery(search));
  const actors = useMemo(() => people?.map(({ id, name }) => ({ value: id, label: name })) ?? [], [people]);
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  return (
    <Page
      title="Audit"
      about="Everything that was done, in one chain: each event’s hash covers all before it. Nobody can change it here; the operator’s command “audit verify” proves that nobody has elsewhere. What is done with an alert is shown once nobody can vote on it any more."
    >
      <Filters>
        <ChoiceField
          label="About"
          all="Everything"
          data={kinds}
          value={search.action}
          onChange={(action) => {
            filter({ action });
          }}
        />
        {actors.length > 0 && (
          <ChoiceField
            label="Who"
            all="Anybody"
            data={actors}
            value={search.actor}
            onChange={(actor) => {
              filter({ actor });
            }}
          />
        )}
        <SearchField
          key={search.subject ?? ''}
          label="To what (whole id)"
          value={search.subject}
          onChange={(subject) => {
            filter({ subject });
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
      </Filters>
      <Loaded query={log}>
        {({ pages }) => {
          const rows = pages.flatMap(({ events }) => events);
          return (
            <>
              <Text size="sm" c="dimmed" role="status">
                {rows.length === 1 ? '1 event' : `${rows.length} events`}
                {log.hasNextPage && ' so far'}
              </Text>
              <DataTable
                label="Audit log"
                columns={columns}
                rows={rows}
                rowKey={({ sequence }) => String(sequence)}
                empty="No event fits these filters."
              />
              <MorePages query={log} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
