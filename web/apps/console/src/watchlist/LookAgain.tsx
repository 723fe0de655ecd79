import { Alert, Button, Group, NumberInput, Radio, Stack, Text, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconEyeCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Entry } from '../api/shapes';
import { asks } from '../criteria/compare';
import { criteriaKey, criteriaQuery } from '../criteria/queries';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { watchlistKey } from './queries';
import { isDueSoon } from './standing';

const changes = [watchlistKey, criteriaKey];

/** R13, R14: what somebody has to say about an entry so that it stays on the list. */
export function LookAgain({ entry }: { entry: Entry }) {
  const may = useMay()('reviewEntry');
  const { reviewBy, revalidateBy, isHarmUnknown } = entry;
  if (reviewBy === null && revalidateBy === null) return null;
  const isSoon = isDueSoon(revalidateBy);
  if (reviewBy === null && !isSoon && !isHarmUnknown) {
    return may ? (
      <Group className="no-print">
        <Revalidate entry={entry} />
      </Group>
    ) : null;
  }
  return (
    <Alert
      role="status"
      color="orange"
      icon={<IconEyeCheck aria-hidden />}
      title="Somebody is to look at this entry again"
    >
      <Stack gap="sm">
        {reviewBy !== null && (
          <Text>
            <A to="/criteria" c="var(--mantine-color-text)">
              The criteria
            </A>{' '}
            have changed. Unless somebody says that the entry still meets them, it matches nobody from{' '}
            <When at={reviewBy} only="day" distance /> on.
          </Text>
        )}
        {isHarmUnknown && (
          <Text>
            Nobody has stated how much harm was done. Until somebody has, the entry is shared with no other
            store.
          </Text>
        )}
        {isSoon && revalidateBy !== null && (
          <Text>
            It is looked at every 90 days. Unless somebody re-validates it, it matches nobody from{' '}
            <When at={revalidateBy} only="day" distance /> on.
          </Text>
        )}
        {may && (
          <Group className="no-print">
            {(reviewBy !== null || isHarmUnknown) && <Review entry={entry} />}
            {revalidateBy !== null && <Revalidate entry={entry} />}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Revalidate({ entry }: { entry: Entry }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Re-validate
        </Button>
      )}
      title={`Re-validate ${entry.label}`}
      about="You have read the file: the person is still a risk to the store, the evidence still holds, and what it rests on is still in force. The entry stays for another 90 days, at most to its end. If not, take it off the list."
      initial={{ grounds: '' }}
      fields={(form) => (
        <Textarea
          label="On what grounds"
          required
          autosize
          minRows={2}
          maxLength={400}
          data-autofocus
          {...form.getInputProps('grounds')}
        />
      )}
      label="Re-validate"
      send={(body) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/revalidate', {
            params: { path: { entry: entry.id } },
            body,
            signal,
          }),
        )
      }
      changes={changes}
      done={`${entry.label} is re-validated.`}
    />
  );
}

interface Answers extends Record<string, unknown> {
  meets: string;
  reason: string;
  harmValue: number | string;
  harmIncidents: number | string;
}

/** Nothing where nothing was said. */
const number = (said: number | string) => (typeof said === 'number' ? said : null);

function Review({ entry }: { entry: Entry }) {
  const initial: Answers = {
    meets: '',
    reason: '',
    harmValue: entry.harmValue ?? '',
    harmIncidents: entry.harmIncidents ?? '',
  };
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Say whether it meets the criteria</Button>}
      title={`Does ${entry.label} still meet the criteria?`}
      initial={initial}
      validate={({ meets }) => (meets === '' ? { meets: 'Answer this.' } : {})}
      fields={(form) => <ReviewFields entry={entry} form={form} />}
      label="Record it"
      send={({ meets, reason, harmValue, harmIncidents }) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/criteria-review', {
            params: { path: { entry: entry.id } },
            body: {
              meets: meets === 'yes',
              reason,
              harmValue: number(harmValue),
              harmIncidents: number(harmIncidents),
            },
            signal,
          }),
        )
      }
      changes={changes}
      done="It is on record."
    />
  );
}

function ReviewFields({ entry, form }: { entry: Entry; form: UseFormReturnType<Answers> }) {
  const criteria = useQuery(criteriaQuery);
  return (
    <Loaded query={criteria}>
      {({ versions }) => {
        const rule = versions[0]?.criteria.categories.find(({ category }) => category === entry.category);
        return (
          <Stack gap="md">
            {rule !== undefined && (
              <Text>
                Version {versions[0]?.version}: {rule.text} {asks(rule)}.
              </Text>
            )}
            <Radio.Group label="Does the entry meet it?" withAsterisk {...form.getInputProps('meets')}>
              <Stack gap="xs" mt="xs">
                <Radio
                  value="yes"
                  label="It still meets it, and stays; where it may last less long now, it ends sooner"
                />
                <Radio
                  value="no"
                  label="It meets it no longer: it is taken off the list, its pictures and templates destroyed at once"
                />
              </Stack>
            </Radio.Group>
            {rule !== undefined && form.values.meets === 'yes' && (
              <Harm
                rule={rule}
                value={form.getInputProps('harmValue')}
                incidents={form.getInputProps('harmIncidents')}
              />
            )}
            <Textarea
              label="Reason"
              required
              autosize
              minRows={2}
              maxLength={400}
              {...form.getInputProps('reason')}
            />
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** R10: what a category's floors ask to be stated. */
export function Harm({
  rule,
  value,
  incidents,
}: {
  rule: { leastValue: number | null; leastIncidents: number | null };
  value: object;
  incidents: object;
}) {
  return (
    <Group grow align="flex-start">
      {rule.leastValue !== null && (
        <NumberInput
          label="What was taken, in NZ$"
          description={`Below NZ$${rule.leastValue} nobody is listed.`}
          required
          min={0}
          allowDecimal={false}
          {...value}
        />
      )}
      {rule.leastIncidents !== null && (
        <NumberInput
          label="Incidents"
          description={`Below ${rule.leastIncidents} nobody is listed.`}
          required
          min={0}
          allowDecimal={false}
          {...incidents}
        />
      )}
    </Group>
  );
}
