import {
  Button,
  Group,
  MultiSelect,
  Paper,
  Radio,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { lastMoment } from '@retailguard/api';
import { useQuery } from '@tanstack/react-query';
import { storeChoices, useStores } from '../api/directory';
import { client, once } from '../api/http';
import type { Trial, TrialVerdict } from '../api/shapes';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { startOf } from '../time';
import { trialsKey, trialsQuery } from './queries';
import { isWaiting, stateName, stateTone } from './standing';

const changed = [trialsKey, ['readiness']];

/** R45: matching on trial, where nobody knows yet whether it works. */
export function TrialsPage() {
  const trials = useQuery(trialsQuery);
  const may = useMay()('writeAssessment');
  return (
    <Page
      title="Trials"
      about="For stores where there is not enough evidence yet that face recognition works. A trial ends by itself, and its stores match nobody from then on unless two people have agreed on what it found."
      actions={may && <Start />}
    >
      <Loaded query={trials}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">There is no trial. Where the evidence is enough, none is needed.</Text>
          ) : (
            all.map((trial) => <One key={trial.number} trial={trial} may={may} />)
          )
        }
      </Loaded>
    </Page>
  );
}

const names = (stores: Trial['stores']) => stores.map(({ name }) => name).join(', ');

function One({ trial, may }: { trial: Trial; may: boolean }) {
  const { number, state, endsAt, endedWhy, verdict, startedBy, startedAt } = trial;
  return (
    <Paper component="section" withBorder p="md" radius="md" aria-label={`Trial ${number}`}>
      <Stack gap="md">
        <Group gap="4px 16px">
          <Title order={2} size="h4">
            Trial {number}
          </Title>
          <State tone={stateTone[state]}>{stateName[state]}</State>
        </Group>
        <Facts
          facts={[
            ['Stores', names(trial.stores)],
            [
              'To the end of',
              <>
                <When at={lastMoment(endsAt)} only="day" distance />
                {trial.wasExtended && ', extended once'}
                {endedWhy !== null && `; ended before its time: ${endedWhy}`}
              </>,
            ],
            ['What is not known yet', trial.missingEvidence],
            ['What is counted', trial.measures],
            [
              'Compared with',
              trial.comparisonStores.length === 0
                ? trial.comparedWith
                : `${names(trial.comparisonStores)}. ${trial.comparedWith}`,
            ],
            [
              'Started',
              <>
                <When at={startedAt} /> by {startedBy.name}
              </>,
            ],
            ...(verdict === null ? [] : [['What it found', verdict.findings] as const]),
          ]}
        />
        {verdict !== null && <Verdict trial={trial} verdict={verdict} may={may} />}
        {may && state !== 'concluded' && (
          <Group className="no-print">
            <Propose trial={trial} />
            {state === 'running' && <End number={number} />}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Verdict({
  trial,
  verdict: { verdict, extendTo, proposedBy, proposedAt, agreedBy, concludedAt, whyNotYou },
  may,
}: {
  trial: Trial;
  verdict: NonNullable<Trial['verdict']>;
  may: boolean;
}) {
  if (!isWaiting(trial))
    return (
      <Text>
        {proposedBy.name} and {agreedBy?.name} agreed
        {concludedAt !== null && (
          <>
            {' '}
            on <When at={concludedAt} only="day" />
          </>
        )}{' '}
        that there is enough evidence.
      </Text>
    );
  return (
    <Stack gap="sm">
      <Text role="status">
        {proposedBy.name} proposed on <When at={proposedAt} only="day" />{' '}
        {verdict === 'goOn'
          ? 'that matching goes on: there is enough evidence.'
          : 'that the trial lasts longer.'}
        {extendTo !== null && (
          <>
            {' '}
            To the end of <When at={lastMoment(extendTo)} only="day" />.
          </>
        )}{' '}
        A second person must agree.
      </Text>
      {may &&
        (whyNotYou === null ? (
          <Group className="no-print">
            <Action
              trigger={(open) => <Button onClick={open}>Agree</Button>}
              title={`Agree to the verdict on trial ${trial.number}`}
              about={
                verdict === 'goOn'
                  ? 'Matching goes on in its stores without an end. You say that what was found is enough.'
                  : 'It lasts longer, once. You say that what was found is not enough yet, and why more time would change that.'
              }
              initial={{}}
              label="I have read it and agree"
              send={() =>
                once<unknown>((signal) =>
                  client.POST('/api/trials/{number}/agree', {
                    params: { path: { number: trial.number } },
                    body: { proposedAt },
                    signal,
                  }),
                )
              }
              changes={changed}
              done="Agreed."
            />
          </Group>
        ) : (
          <Text>{whyNotYou}</Text>
        ))}
    </Stack>
  );
}

function Start() {
  const stores = useStores().filter(({ closedAt }) => closedAt === null);
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Start a trial</Button>}
      title="Start a trial"
      about="Only where something is not known yet. It ends by itself on the day that you say, at most six months ahead; the stores on trial match nobody from then on."
      initial={{
        missingEvidence: '',
        measures: '',
        comparedWith: '',
        storeIds: [] as string[],
        comparisonStoreIds: [] as string[],
        endsAt: '',
      }}
      fields={(form) => (
        <>
          <MultiSelect
            label="Stores on trial"
            required
            searchable
            data-autofocus
            data={storeChoices(stores)}
            {...form.getInputProps('storeIds')}
          />
          <Textarea
            label="What is not known yet"
            description="Why nothing but a trial can show it."
            required
            autosize
            minRows={2}
            maxLength={2000}
            {...form.getInputProps('missingEvidence')}
          />
          <Textarea
            label="What is counted"
            description="And what would be enough."
            required
            autosize
            minRows={2}
            maxLength={2000}
            {...form.getInputProps('measures')}
          />
          <MultiSelect
            label="Comparison stores"
            description="Without matching. None, where it is compared with the time before."
            searchable
            data={storeChoices(stores)}
            {...form.getInputProps('comparisonStoreIds')}
          />
          <Textarea
            label="How it is compared"
            required
            autosize
            minRows={2}
            maxLength={2000}
            {...form.getInputProps('comparedWith')}
          />
          <TextInput label="Last day" type="date" required {...form.getInputProps('endsAt')} />
        </>
      )}
      validate={({ storeIds }) =>
        storeIds.length === 0 ? { storeIds: 'At least one store is on trial.' } : {}
      }
      label="Start it"
      send={({ endsAt, ...trial }) =>
        once((signal) =>
          client.POST('/api/trials', { body: { ...trial, endsAt: startOf(endsAt, 1) }, signal }),
        )
      }
      changes={changed}
      done="The trial has begun."
    />
  );
}

const nothingFound: { findings: string; verdict: TrialVerdict; extendTo: string } = {
  findings: '',
  verdict: 'goOn',
  extendTo: '',
};

function Propose({ trial: { number, verdict, wasExtended } }: { trial: Trial }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          {verdict === null ? 'Record what it found' : 'Record something else'}
        </Button>
      )}
      title={`What trial ${number} found`}
      about="It counts when a second person, independent of you, agrees."
      initial={nothingFound}
      fields={(form) => (
        <>
          <Textarea
            label="What was counted, and what it shows"
            description="Also what speaks against it."
            required
            autosize
            minRows={4}
            maxLength={4000}
            data-autofocus
            {...form.getInputProps('findings')}
          />
          <Radio.Group label="What follows" required {...form.getInputProps('verdict')}>
            <Stack gap="xs" mt="xs">
              <Radio value="goOn" label="It is enough: matching goes on" />
              {!wasExtended && (
                <Radio value="extend" label="It is not enough yet: the trial lasts longer, once" />
              )}
            </Stack>
          </Radio.Group>
          {form.values.verdict === 'extend' && (
            <TextInput label="New last day" type="date" required {...form.getInputProps('extendTo')} />
          )}
          <Text size="sm">If it shows that it does not work, record nothing: the stores stay stopped.</Text>
        </>
      )}
      label="Record it"
      send={({ findings, verdict: wanted, extendTo }) =>
        once<unknown>((signal) =>
          client.POST('/api/trials/{number}/verdict', {
            params: { path: { number } },
            body: {
              findings,
              verdict: wanted,
              extendTo: wanted === 'extend' && extendTo !== '' ? startOf(extendTo, 1) : null,
            },
            signal,
          }),
        )
      }
      changes={changed}
      done="Recorded. A second person must agree."
    />
  );
}

function End({ number }: { number: number }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          End it now
        </Button>
      )}
      title={`End trial ${number} now`}
      about="Its stores match nobody from now on."
      initial={{ reason: '' }}
      fields={(form) => (
        <Textarea
          label="Reason"
          required
          autosize
          minRows={2}
          maxLength={300}
          data-autofocus
          {...form.getInputProps('reason')}
        />
      )}
      label="End it"
      danger
      send={(body) =>
        once<unknown>((signal) =>
          client.POST('/api/trials/{number}/end', { params: { path: { number } }, body, signal }),
        )
      }
      changes={changed}
      done="The trial is over, and its stores match nobody."
    />
  );
}
