import { Button, Group, Radio, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { usePersonName, useStoreOf } from '../api/directory';
import { client, once } from '../api/http';
import type { Case, Cause, Finding } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Picture } from '../parts/Picture';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { Missing } from '../shell/Missing';
import { watchlistKey } from '../watchlist/queries';
import { causeName, choices, findingName } from '../words';
import { CaseState } from './CaseState';
import { casesQuery } from './queries';

const route = getRouteApi('/inside/cases/$number');

export function CasePage() {
  const { number } = route.useParams();
  const cases = useQuery(casesQuery);
  return (
    <Loaded query={cases}>
      {(all) => {
        const found = all.find((one) => one.number === number);
        return found === undefined ? <Missing /> : <Known found={found} />;
      }}
    </Loaded>
  );
}

function Known({ found }: { found: Case }) {
  const nameOf = usePersonName();
  const zone = useStoreOf()(found.store.id)?.timeZone;
  const may = useMay();
  const isOpen = found.state === 'open';
  const { misidentification: mistake } = found;
  return (
    <Page
      above={
        <A to="/cases" size="sm">
          Cases
        </A>
      }
      title={`Case ${found.number}`}
      actions={<CaseState found={found} />}
    >
      <Facts
        facts={[
          ['Store', found.store.name],
          [
            'Opened',
            <>
              <When at={found.openedAt} zone={zone} />, {nameOf(found.openedBy)}
            </>,
          ],
          ['A mistake is recorded until', <When key="due" at={found.recordDueAt} zone={zone} distance />],
          [
            'What it is about',
            <Group key="about" gap="md">
              <A to="/alerts/$alert" params={{ alert: found.alert }}>
                The alert
              </A>
              {may('seeWatchlist') && (
                <A to="/watchlist/$entry" params={{ entry: found.entry }}>
                  The entry
                </A>
              )}
            </Group>,
          ],
          ...(found.finding === null
            ? []
            : ([
                ['Finding', findingName[found.finding]],
                ['What it rests on', found.note],
              ] as const)),
          ...(found.closedAt === null
            ? []
            : ([['Closed', <When key="closed" at={found.closedAt} zone={zone} />]] as const)),
        ]}
      />
      {isOpen && may('closeCase') && <Pictures number={found.number} />}
      {mistake !== null && (
        <Stack gap="sm">
          <Title order={2} size="h4">
            The mistake
          </Title>
          <Facts
            facts={[
              ['Cause', causeName[mistake.cause]],
              ['Apology', mistake.apology],
              ['Redress', mistake.redress],
              ['What was mended', mistake.fix],
              [
                'Recorded',
                <>
                  <When at={mistake.recordedAt} zone={zone} />, {nameOf(mistake.recordedBy)}
                </>,
              ],
            ]}
          />
        </Stack>
      )}
      {isOpen && (
        <Group className="no-print">
          {may('recordMistake') && <RecordMistake found={found} />}
          {may('closeCase') && <CloseCase found={found} />}
        </Group>
      )}
    </Page>
  );
}

/** Both at one height, so that neither is looked at more than the other. */
function Pictures({ number }: { number: string }) {
  const [isShown, setIsShown] = useState(false);
  if (!isShown) {
    return (
      <Group>
        <Button
          variant="default"
          onClick={() => {
            setIsShown(true);
          }}
        >
          Compare the pictures
        </Button>
        <Text size="sm" c="dimmed">
          That you looked goes on record. They are kept until the case is closed.
        </Text>
      </Group>
    );
  }
  return (
    <Group align="flex-start" gap="lg">
      {(
        [
          ['live', 'The person at the store'],
          ['enrolment', 'The person on the list'],
        ] as const
      ).map(([which, alt]) => (
        <Stack key={which} gap={4}>
          <Text size="sm" fw={600}>
            {alt}
          </Text>
          <Picture
            queryKey={['case-picture', number, which]}
            alt={alt}
            load={(signal) =>
              once<Blob>(
                (s) =>
                  client.GET('/api/cases/{number}/pictures/{which}', {
                    params: { path: { number, which } },
                    parseAs: 'blob',
                    signal: s,
                  }),
                signal,
              )
            }
          />
        </Stack>
      ))}
    </Group>
  );
}

const changes = [casesQuery.queryKey, watchlistKey];

function RecordMistake({ found }: { found: Case }) {
  const mistake = found.misidentification;
  const initial: { cause: Cause | ''; apology: string; redress: string; fix: string } = {
    cause: mistake?.cause ?? '',
    apology: mistake?.apology ?? '',
    redress: mistake?.redress ?? '',
    fix: mistake?.fix ?? '',
  };
  return (
    <Action
      trigger={(open) => (
        <Button variant={mistake === null ? 'filled' : 'default'} onClick={open}>
          {mistake === null ? 'Record the mistake' : 'Add to the record'}
        </Button>
      )}
      title={`Record the mistake of case ${found.number}`}
      about="Somebody was taken for a person that they are not. It counts in the reports, whatever is found later. Write nothing that names the person."
      initial={initial}
      fields={(form) => (
        <>
          <Select label="Cause" required data={choices(causeName)} {...form.getInputProps('cause')} />
          {(
            [
              ['apology', 'Apology', 'How and by whom'],
              ['redress', 'Redress', 'What was done for the person'],
              ['fix', 'What was mended', 'So that it does not happen again'],
            ] as const
          ).map(([name, label, description]) => (
            <Textarea
              key={name}
              label={label}
              description={description}
              required
              autosize
              minRows={2}
              maxLength={1000}
              {...form.getInputProps(name)}
            />
          ))}
        </>
      )}
      validate={({ cause }) => (cause === '' ? { cause: 'Choose a cause.' } : {})}
      label="Record"
      send={({ cause, ...rest }) =>
        once((signal) =>
          client.PUT('/api/cases/{number}/misidentification', {
            params: { path: { number: found.number } },
            body: { ...rest, cause: cause as Cause },
            signal,
          }),
        )
      }
      changes={changes}
      done="The mistake is on record."
    />
  );
}

function CloseCase({ found }: { found: Case }) {
  const initial: { finding: Finding | ''; note: string } = {
    finding: found.misidentification === null ? '' : 'misidentified',
    note: '',
  };
  return (
    <Action
      trigger={(open) => (
        <Button variant={found.misidentification === null ? 'default' : 'filled'} onClick={open}>
          Close the case
        </Button>
      )}
      title={`Close case ${found.number}`}
      about="The alert’s pictures and votes are destroyed. The entry stays suspended until two people bring it back. The record of the case does not change any more."
      initial={initial}
      fields={(form) => (
        <>
          <Radio.Group label="Finding" required {...form.getInputProps('finding')}>
            <Stack gap="xs" mt="xs">
              {choices(findingName).map(({ value, label }) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label="What it rests on"
            required
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps('note')}
          />
        </>
      )}
      validate={({ finding }) => (finding === '' ? { finding: 'Choose a finding.' } : {})}
      label="Close the case"
      danger
      send={({ finding, note }) =>
        once((signal) =>
          client.POST('/api/cases/{number}/close', {
            params: { path: { number: found.number } },
            body: { finding: finding as Finding, note },
            signal,
          }),
        )
      }
      changes={changes}
      done="The case is closed."
    />
  );
}
