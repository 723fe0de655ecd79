import { Alert, Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { LawfulGround, SharingGrounds } from '../api/shapes';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { choices, groundName } from '../words';
import { groundsQuery, sharingKey } from './queries';

/** R17: what sharing rests on. Without it nothing is shared. */
export function Grounds() {
  const grounds = useQuery(groundsQuery);
  return <Loaded query={grounds}>{(found) => <Known grounds={found} />}</Loaded>;
}

function Known({ grounds: { isOpen, whyLocked, recorded } }: { grounds: SharingGrounds }) {
  const may = useMay()('recordGrounds');
  return (
    <Alert
      role="status"
      color={isOpen ? 'teal' : 'orange'}
      icon={isOpen ? <IconLockOpen aria-hidden /> : <IconLock aria-hidden />}
      title={isOpen ? 'Sharing rests on recorded grounds' : 'Sharing is locked'}
    >
      <Stack gap="sm">
        {whyLocked !== null && (
          <Text>
            {whyLocked
              .replace(/^Sharing is locked\. /, '')
              .replace(
                / Your privacy officer.*$/,
                may ? ' Record them here.' : ' Your privacy officer records them.',
              )}
          </Text>
        )}
        {recorded !== null && (
          <Facts
            facts={[
              ['Lawful ground', groundName[recorded.ground]],
              ['Why it holds', recorded.explanation],
              ['Looked at in', recorded.assessment],
              ['How people are told', recorded.noticePlan],
              ['Stores nearby are within', `${recorded.mostKilometres} km`],
              ['To be reviewed by', <When key="review" at={recorded.reviewBy} only="day" distance />],
              ['Recorded by', recorded.recordedBy.name],
            ]}
          />
        )}
        {may && (
          <Group className="no-print">
            <Record recorded={recorded} />
            {recorded !== null && <Withdraw />}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Record({ recorded }: { recorded: SharingGrounds['recorded'] }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant={recorded === null ? 'filled' : 'default'} onClick={open}>
          {recorded === null ? 'Record the grounds' : 'Review the grounds'}
        </Button>
      )}
      title="Grounds of sharing"
      about="Head office may offer entries to other stores while these grounds hold. They are looked at again within twelve months."
      initial={{
        ground: recorded?.ground ?? '',
        explanation: recorded?.explanation ?? '',
        assessment: recorded?.assessment ?? '',
        noticePlan: recorded?.noticePlan ?? '',
        mostKilometres: recorded?.mostKilometres ?? 30,
        reviewBy: '',
      }}
      fields={(form) => (
        <>
          <Select
            label="Lawful ground"
            description="What rule 11 of the Code lets you disclose by."
            required
            data={choices(groundName)}
            {...form.getInputProps('ground')}
          />
          <Textarea
            label="Why it holds"
            required
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps('explanation')}
          />
          <TextInput
            label="Where the assessment looks at sharing"
            placeholder="Assessment 3, section 7"
            required
            maxLength={400}
            {...form.getInputProps('assessment')}
          />
          <Textarea
            label="How people are told that another store holds their face"
            description="Rule 3A of the Code."
            required
            autosize
            minRows={2}
            maxLength={1000}
            {...form.getInputProps('noticePlan')}
          />
          <Group grow align="flex-start">
            <NumberInput
              label="Stores nearby are within (km)"
              description="Farther off, a store has a need only where the person offended there or said they would come."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              min={1}
              max={200}
              {...form.getInputProps('mostKilometres')}
            />
            <TextInput type="date" label="To be reviewed by" required {...form.getInputProps('reviewBy')} />
          </Group>
        </>
      )}
      label="Record"
      send={({ ground, reviewBy, ...rest }) =>
        once((signal) =>
          client.PUT('/api/sharing/grounds', {
            body: {
              ...rest,
              ground: ground as LawfulGround,
              reviewBy: new Date(`${reviewBy}T23:59`).toISOString(),
            },
            signal,
          }),
        )
      }
      changes={[sharingKey]}
      done="The grounds are recorded."
    />
  );
}

function Withdraw() {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Lock sharing
        </Button>
      )}
      title="Lock sharing"
      about="Nothing more is offered or accepted until grounds are recorded again. What other stores have enrolled stays on their lists until it is taken back or ends."
      initial={{}}
      label="Lock sharing"
      danger
      send={() => once((signal) => client.DELETE('/api/sharing/grounds', { signal }))}
      changes={[sharingKey]}
      done="Sharing is locked."
    />
  );
}
