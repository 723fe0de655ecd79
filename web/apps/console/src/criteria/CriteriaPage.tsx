import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  Stack,
  Table,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Criteria, CriteriaDesk, CriteriaVersion } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { useMay, useSession } from '../session/session';
import { watchlistKey } from '../watchlist/queries';
import { categoryName, plural } from '../words';
import { asks, changesOf } from './compare';
import { criteriaKey, criteriaQuery } from './queries';

const changed = [criteriaKey, watchlistKey];

/** R10, R13: whom the company lists, and whom not. */
export function CriteriaPage() {
  const desk = useQuery(criteriaQuery);
  return <Loaded query={desk}>{(found) => <Read desk={found} />}</Loaded>;
}

function Read({ desk }: { desk: CriteriaDesk }) {
  const may = useMay();
  const [current, ...earlier] = desk.versions;
  if (current === undefined) return null;
  return (
    <Page
      title="Who may be listed"
      about="Whoever did less harm than this is not listed. A change takes two people, and every entry on a list is then looked at again."
      actions={
        may('writeCriteria') && desk.proposal === null && <Propose desk={desk} from={current.criteria} />
      }
    >
      {desk.proposal !== null && <Proposal desk={desk} current={current.criteria} />}
      {desk.toReview > 0 && (
        <Text role="status">
          {plural(desk.toReview, 'entry is', 'entries are')} still to be looked at under version{' '}
          {current.version}.{' '}
          {may('seeWatchlist') && (
            <A to="/watchlist" search={{ due: 'review' }}>
              Look at them
            </A>
          )}
        </Text>
      )}
      <Version version={current} isCurrent />
      {earlier.length > 0 && (
        <Stack gap="lg">
          <Title order={2} size="h4">
            Earlier versions
          </Title>
          {earlier.map((version) => (
            <Version key={version.version} version={version} />
          ))}
        </Stack>
      )}
    </Page>
  );
}

function Version({ version, isCurrent = false }: { version: CriteriaVersion; isCurrent?: boolean }) {
  const { criteria, proposedBy, publishedBy, publishedAt } = version;
  return (
    <Stack gap="sm">
      <Title order={isCurrent ? 2 : 3} size="h4">
        Version {version.version}
        {isCurrent && ', in force'}
      </Title>
      <Text size="sm" c="dimmed">
        {publishedAt === null ? (
          'What the product starts with.'
        ) : (
          <>
            Proposed by {proposedBy?.name}, published by {publishedBy?.name}, <When at={publishedAt} />
          </>
        )}
      </Text>
      <Text>{criteria.text}</Text>
      <Table.ScrollContainer minWidth={640}>
        <Table aria-label={`Version ${version.version}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>For</Table.Th>
              <Table.Th>Who</Table.Th>
              <Table.Th>Least harm, and how long</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {criteria.categories.map((one) => (
              <Table.Tr key={one.category}>
                <Table.Th scope="row">{categoryName[one.category]}</Table.Th>
                <Table.Td>{one.text}</Table.Td>
                <Table.Td>{asks(one)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

/** What waits for a second person, beside what is in force. */
function Proposal({ desk, current }: { desk: CriteriaDesk; current: Criteria }) {
  const may = useMay();
  const { person: me } = useSession();
  const { proposal } = desk;
  if (proposal === null) return null;
  const isMine = proposal.proposedBy.id === me.id;
  return (
    <Alert
      role="status"
      color="orange"
      icon={<IconUsers aria-hidden />}
      title="A change waits for a second person"
    >
      <Stack gap="sm">
        <Text>
          Proposed by {proposal.proposedBy.name}, <When at={proposal.proposedAt} />.
        </Text>
        <Table aria-label="What would change">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>What</Table.Th>
              <Table.Th>Now</Table.Th>
              <Table.Th>Then</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {changesOf(current, proposal.criteria).map(({ what, before, after }) => (
              <Table.Tr key={what}>
                <Table.Th scope="row">{what}</Table.Th>
                <Table.Td>{before}</Table.Td>
                <Table.Td>{after}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {may('writeCriteria') && (
          <Group className="no-print">
            {!isMine && <Publish desk={desk} proposedAt={proposal.proposedAt} />}
            <Withdraw />
            {isMine && <Text size="sm">You proposed it, so somebody else must publish it.</Text>}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Publish({ desk, proposedAt }: { desk: CriteriaDesk; proposedAt: string }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Publish</Button>}
      title="Publish these criteria"
      about={`From now on entries are proposed under them. ${plural(desk.liveEntries, 'entry', 'entries')} on the lists ${desk.liveEntries === 1 ? 'is' : 'are'} to be looked at within ${desk.reviewDays} days: whatever nobody has looked at by then is suspended and matches nobody. The assessment judged the criteria of before, so no store matches anybody until two people have approved one of these.`}
      initial={{}}
      label="Publish"
      danger
      send={() => once((signal) => client.POST('/api/criteria/publish', { body: { proposedAt }, signal }))}
      changes={changed}
      done="The criteria are in force."
    />
  );
}

function Withdraw() {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Drop the change
        </Button>
      )}
      title="Drop the change"
      about="What is in force stays as it is. Nobody can publish this change any more."
      initial={{}}
      label="Drop"
      send={() => once<unknown>((signal) => client.DELETE('/api/criteria/proposal', { signal }))}
      changes={[criteriaKey]}
      done="The change is dropped."
    />
  );
}

function Propose({ desk, from }: { desk: CriteriaDesk; from: Criteria }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Propose a change</Button>}
      title="Propose a change"
      about="Nothing changes until a second person, independent of you, has published it."
      initial={from}
      fields={(form) => <Fields form={form} desk={desk} />}
      label="Propose"
      send={(body) => once<unknown>((signal) => client.PUT('/api/criteria/proposal', { body, signal }))}
      changes={[criteriaKey]}
      done="Proposed. Somebody else must publish it."
    />
  );
}

const mostMonths = 24;

function Fields({ form, desk }: { form: UseFormReturnType<Criteria>; desk: CriteriaDesk }) {
  return (
    <>
      <Textarea
        label="In general"
        required
        autosize
        minRows={2}
        maxLength={600}
        data-autofocus
        {...form.getInputProps('text')}
      />
      {form.values.categories.map(({ category, leastValue, leastIncidents }, i) => {
        const field = `categories.${i}`;
        return (
          <Paper key={category} withBorder p="md" role="group" aria-label={categoryName[category]}>
            <Stack gap="sm">
              <Checkbox
                label={`${categoryName[category]}: people are listed for it`}
                {...form.getInputProps(`${field}.isEnrolled`, { type: 'checkbox' })}
              />
              <Textarea
                label="Who"
                required
                autosize
                minRows={2}
                maxLength={600}
                {...form.getInputProps(`${field}.text`)}
              />
              <Group grow align="flex-start">
                <NumberInput
                  label="Longest, in months"
                  required
                  min={1}
                  max={mostMonths}
                  allowDecimal={false}
                  {...form.getInputProps(`${field}.mostMonths`)}
                />
                {leastValue !== null && (
                  <NumberInput
                    label="Least value, in NZ$"
                    required
                    min={desk.lowestValue}
                    allowDecimal={false}
                    {...form.getInputProps(`${field}.leastValue`)}
                  />
                )}
                {leastIncidents !== null && (
                  <NumberInput
                    label="Least incidents"
                    required
                    min={desk.fewestIncidents}
                    allowDecimal={false}
                    {...form.getInputProps(`${field}.leastIncidents`)}
                  />
                )}
              </Group>
            </Stack>
          </Paper>
        );
      })}
    </>
  );
}
