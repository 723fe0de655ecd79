import { Accordion, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NoticeVersion } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { plural } from '../words';
import { versionsQuery } from './queries';

/** R34: every version that was ever in force, and what each changed. */
export function VersionsPage() {
  const versions = useQuery(versionsQuery);
  return (
    <Page
      above={
        <A to="/notices" size="sm">
          Notices
        </A>
      }
      title="Versions of the notice"
      about="Each is kept as it was published, the newest first."
    >
      <Loaded query={versions}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">Nothing was ever published.</Text>
          ) : (
            <Accordion
              variant="separated"
              defaultValue={String(all[0]?.version)}
              order={2}
              chevronPosition="left"
            >
              {all.map((version) => (
                <Version key={version.version} version={version} />
              ))}
            </Accordion>
          )
        }
      </Loaded>
    </Page>
  );
}

type Change = NoticeVersion['changes'][number];

function Version({ version: { version, at, by, translator, changes } }: { version: NoticeVersion }) {
  const columns = useMemo<Column<Change>[]>(
    () => [
      { id: 'what', header: 'What', accessorFn: ({ what }) => what },
      { id: 'before', header: 'Before', cell: ({ row: { original } }) => original.before || 'Nothing' },
      { id: 'after', header: 'After', cell: ({ row: { original } }) => original.after || 'Nothing' },
    ],
    [],
  );
  return (
    <Accordion.Item value={String(version)}>
      <Accordion.Control>
        <Group gap="4px 16px">
          <Text fw={600}>Version {version}</Text>
          <Text c="dimmed">
            <When at={at} />, by {by.name}
          </Text>
          <Text c="dimmed">{version === 1 ? 'the first' : plural(changes.length, 'change')}</Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          <Text>The text in te reo Māori was read by {translator}.</Text>
          {changes.length > 0 && (
            <DataTable
              label={`Changes of version ${version}`}
              columns={columns}
              rows={changes}
              rowKey={({ what }) => what}
              empty=""
            />
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
