import { Accordion, Group, List, Stack, Text, Title } from '@mantine/core';
import { lastMoment } from '@retailguard/api';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReadinessRule, ReadyStore } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State, type Tone } from '../parts/State';
import { When } from '../parts/When';
import { readinessQuery } from './queries';
import { lapsing, mendSentence, ruleGroups, storeSentence } from './standing';

const tones: Record<ReadinessRule['standing'], Tone> = { stopped: 'bad', ending: 'waits', inOrder: 'good' };

/** R8: whether each store matches, and everything that it rests on. */
export function ReadinessPage() {
  const readiness = useQuery(readinessQuery);
  return (
    <Page
      title="Readiness"
      about="Whether each store matches now, what stopped it, who can mend that, and what ends next."
    >
      <Loaded query={readiness}>
        {(stores) => (
          <>
            <Lapsing stores={stores} />
            <Stores stores={stores} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Lapsing({ stores }: { stores: ReadyStore[] }) {
  const found = lapsing(stores);
  return (
    <section aria-labelledby="lapsing">
      <Stack gap="xs">
        <Title order={2} size="h4" id="lapsing">
          Ends within 30 days
        </Title>
        {found.length === 0 ? (
          <Text c="dimmed">Nothing.</Text>
        ) : (
          <List>
            {found.map(({ store, rule, ends }) => (
              <List.Item key={`${store.id} ${rule.title}`}>
                {rule.title} of {store.name}:{' '}
                <When at={lastMoment(ends)} zone={store.timeZone} only="day" distance />
                {rule.mend !== null && `. ${mendSentence(rule.mend)}`}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </section>
  );
}

function Stores({ stores }: { stores: ReadyStore[] }) {
  if (stores.length === 0) return <Text c="dimmed">There is no open store.</Text>;
  const first = stores.find(({ isArmed }) => !isArmed) ?? stores[0];
  return (
    <Accordion
      variant="separated"
      order={2}
      chevronPosition="left"
      defaultValue={first === undefined ? null : first.id}
    >
      {stores.map((store) => (
        <Accordion.Item key={store.id} value={store.id}>
          <Accordion.Control>
            <Group gap="4px 16px">
              <Text fw={600}>{store.name}</Text>
              <State tone={store.isArmed ? 'good' : 'bad'}>
                {store.isArmed ? 'Matching' : 'Not matching'}
              </State>
              <Text>{storeSentence(store)}</Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="md">
              <Rules store={store} />
              <Cameras store={store} />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Rules({ store: { name, rules, timeZone } }: { store: ReadyStore }) {
  const columns = useMemo<Column<ReadinessRule>[]>(
    () => [
      {
        id: 'standing',
        header: 'Stands',
        cell: ({ row: { original } }) => (
          <State tone={tones[original.standing]}>{ruleGroups[original.standing]}</State>
        ),
      },
      {
        id: 'rule',
        header: 'Rule',
        cell: ({ row: { original } }) =>
          original.standing === 'stopped' ? (
            <>
              <Text fw={600}>{original.title}</Text>
              <Text>{original.sentence}</Text>
            </>
          ) : (
            original.title
          ),
      },
      {
        id: 'evidence',
        header: 'Evidence',
        cell: ({ row: { original } }) => (
          <>
            {original.evidence ?? ''}
            {original.evidenceAt !== null && (
              <>
                {', '}
                <When at={original.evidenceAt} zone={timeZone} />
              </>
            )}
          </>
        ),
      },
      { id: 'by', header: 'By whom', accessorFn: ({ by }) => by ?? '' },
      {
        id: 'ends',
        header: 'To the end of',
        cell: ({ row: { original } }) =>
          original.ends === null ? (
            ''
          ) : (
            <When at={lastMoment(original.ends)} zone={timeZone} only="day" distance />
          ),
      },
      {
        id: 'mend',
        header: 'Mend',
        cell: ({
          row: {
            original: { mend, standing },
          },
        }) =>
          mend === null || standing === 'inOrder' ? (
            ''
          ) : mend.page == null ? (
            mendSentence(mend)
          ) : (
            <A to={mend.page}>{mendSentence(mend)}</A>
          ),
      },
    ],
    [timeZone],
  );
  return (
    <DataTable
      label={`Rules of ${name}`}
      columns={columns}
      rows={rules}
      rowKey={({ title }) => title}
      empty=""
    />
  );
}

function Cameras({ store: { cameras } }: { store: ReadyStore }) {
  return (
    <List aria-label="Cameras">
      {cameras.map(({ id, name, isArmed, whyNot }) => (
        <List.Item key={id}>
          {name}: {isArmed ? 'faces are looked for.' : `picture only, no faces looked for. ${whyNot ?? ''}`}
        </List.Item>
      ))}
    </List>
  );
}
