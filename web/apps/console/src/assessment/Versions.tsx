import { Accordion, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client, once } from '../api/http';
import type { AssessmentChange, AssessmentVersion } from '../api/shapes';
import { type Column, DataTable } from '../parts/DataTable';
import { Loaded } from '../parts/Loaded';
import { Problem } from '../parts/Problem';
import { save } from '../parts/save';
import { When } from '../parts/When';
import { assessmentVersionsQuery } from './queries';

/** Every version that was ever submitted, and what became of it. */
export function Versions() {
  const versions = useQuery(assessmentVersionsQuery);
  return (
    <section aria-labelledby="versions">
      <Stack gap="sm">
        <Title order={2} size="h4" id="versions">
          Versions
        </Title>
        <Loaded query={versions}>
          {(all) =>
            all.length === 0 ? (
              <Text c="dimmed">None was ever submitted.</Text>
            ) : (
              <Accordion variant="separated" order={3} chevronPosition="left">
                {all.map((version) => (
                  <Version key={version.version} version={version} />
                ))}
              </Accordion>
            )
          }
        </Loaded>
      </Stack>
    </section>
  );
}

function Version({ version: one }: { version: AssessmentVersion }) {
  const { version, submittedBy, submittedAt, approved, approvedAt, returned, returnedWhy, review } = one;
  const print = useMutation({
    mutationFn: async () => {
      const file = await once<Blob>((signal) =>
        client.GET('/api/assessment/versions/{version}/assessment.pdf', {
          params: { path: { version } },
          parseAs: 'blob',
          signal,
        }),
      );
      save(`assessment-version-${version}.pdf`, file);
    },
  });
  return (
    <Accordion.Item value={String(version)}>
      <Accordion.Control>
        <Group gap="4px 16px">
          <Text fw={600}>Version {version}</Text>
          <Text c="dimmed">
            {approvedAt !== null ? (
              <>
                approved on <When at={approvedAt} only="day" />
              </>
            ) : returned !== null ? (
              'sent back'
            ) : (
              'waits for approval'
            )}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          <Text>
            Submitted by {submittedBy.name} on <When at={submittedAt} />.
            {approved.length > 0 && ` Approved by ${approved.map(({ name }) => name).join(' and ')}.`}
            {returned !== null && ` Sent back by ${returned.name}: “${returnedWhy ?? ''}”`}
          </Text>
          {review !== null && <Text>What the review found: {review}</Text>}
          {one.changes.length > 0 && (
            <Changes label={`Changes of version ${version}`} changes={one.changes} />
          )}
          <Group className="no-print">
            <Button
              variant="default"
              leftSection={<IconPrinter size={16} aria-hidden />}
              loading={print.isPending}
              onClick={() => {
                print.mutate();
              }}
            >
              Print version {version}
            </Button>
          </Group>
          <Problem error={print.error} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

export function Changes({ label, changes }: { label: string; changes: AssessmentChange[] }) {
  const columns = useMemo<Column<AssessmentChange>[]>(
    () => [
      { id: 'what', header: 'What', accessorFn: ({ what }) => what },
      { id: 'before', header: 'Before', cell: ({ row: { original } }) => original.before || 'Nothing' },
      { id: 'after', header: 'After', cell: ({ row: { original } }) => original.after || 'Nothing' },
    ],
    [],
  );
  return <DataTable label={label} columns={columns} rows={changes} rowKey={({ what }) => what} empty="" />;
}
