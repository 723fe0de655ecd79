import { Alert, Group, Paper, Stack, Text } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Entry, EntryStanding } from '../api/shapes';
import { A } from '../parts/A';
import { Picture } from '../parts/Picture';
import { categoryName, entryStandingName } from '../words';
import { lookAlikesQuery } from './queries';

/** R15: who on the same list looks like a proposed person, side by side with them. */
export function LookAlikes({ entry }: { entry: Entry }) {
  const found = useQuery(lookAlikesQuery(entry.id)).data ?? [];
  if (found.length === 0) return null;
  return (
    <Alert
      role="status"
      color="orange"
      icon={<IconUsersGroup aria-hidden />}
      title={
        found.length === 1 ? 'Somebody on this list looks like them' : 'People on this list look like them'
      }
    >
      <Stack gap="sm">
        <Text>
          If it is the same person, one entry is enough: refuse this proposal and keep the entry that there
          is. If they are different people, whoever votes on an alert of either must take care. That you
          looked at the pictures goes on record.
        </Text>
        <Group align="flex-start" gap="md">
          <Face entry={entry} about="Proposed here" />
          {found.map((one) => (
            <Face key={one.id} entry={one} about={entryStandingName[one.state as EntryStanding]} />
          ))}
        </Group>
      </Stack>
    </Alert>
  );
}

function Face({ entry, about }: { entry: Entry; about: string }) {
  return (
    <Paper withBorder p="sm" radius="md">
      <Stack gap={4}>
        <Picture
          queryKey={['entry-picture', entry.id, 1]}
          alt={`Picture of ${entry.label}`}
          load={(signal) =>
            once<Blob>(
              (s) =>
                client.GET('/api/entries/{entry}/photo', {
                  params: { path: { entry: entry.id }, query: { number: 1 } },
                  parseAs: 'blob',
                  signal: s,
                }),
              signal,
            )
          }
        />
        <A to="/watchlist/$entry" params={{ entry: entry.id }}>
          {entry.label}
        </A>
        <Text size="sm">{categoryName[entry.category]}</Text>
        <Text size="sm" c="dimmed">
          {about}
        </Text>
      </Stack>
    </Paper>
  );
}
