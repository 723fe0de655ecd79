import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePersonName } from '../api/directory';
import { client, once } from '../api/http';
import type { Halt, HaltScope } from '../api/shapes';
import { Action } from '../parts/Action';
import { When } from '../parts/When';
import { haltsQuery } from './matching';

interface Target {
  scope: HaltScope;
  /** Of the camera or store; none for every store. */
  id?: string;
  /** As a sentence has it: "Store 1", "every store". */
  name: string;
}

const what: Record<HaltScope, string> = {
  camera:
    'This camera looks for nobody within seconds, whatever its connector does. The store’s other cameras go on.',
  store:
    'No camera of this store looks for anybody within seconds, whatever its connector does. Alerts that are open in it are frozen: nobody may act on them.',
  tenant:
    'No camera in any store looks for anybody within seconds. Every open alert is frozen: nobody may act on it.',
};

/** R8: stops matching for a camera, a store or every store, or lets it go on. */
export function MatchingSwitch({
  target,
  halt,
  size = 'sm',
}: {
  target: Target;
  halt: Halt | undefined;
  size?: 'sm' | 'compact-sm';
}) {
  const { scope, id, name } = target;
  const isStopped = halt !== undefined;
  const verb = isStopped ? 'Resume' : 'Stop';
  return (
    <Action
      trigger={(open) => (
        <Button
          size={size}
          variant="default"
          aria-label={`${verb} matching for ${name}`}
          leftSection={isStopped ? undefined : <IconHandStop size={16} aria-hidden />}
          onClick={open}
        >
          {scope === 'tenant' ? `${verb} matching everywhere` : `${verb} matching`}
        </Button>
      )}
      title={`${verb} matching for ${name}`}
      about={
        isStopped
          ? 'Cameras look for the people on the list again, as soon as everything else that matching needs is in order. Alerts that were frozen stay so.'
          : what[scope]
      }
      initial={{ reason: '' }}
      fields={(form) =>
        isStopped ? null : (
          <TextInput
            label="Reason"
            description="Stores and tablets show it while matching is stopped."
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('reason')}
          />
        )
      }
      label={`${verb} matching`}
      danger={!isStopped}
      send={({ reason }) =>
        once<unknown>((signal) =>
          client.POST(isStopped ? '/api/matching/resume' : '/api/matching/stop', {
            body: { scope, id: id ?? null, reason: isStopped ? halt.reason : reason },
            signal,
          }),
        )
      }
      changes={[haltsQuery.queryKey]}
      done={isStopped ? 'Matching goes on.' : 'Matching is stopped.'}
    />
  );
}

/** Says that matching is stopped, why and by whom. */
export function Stopped({ halt, name, children }: { halt: Halt; name: string; children?: ReactNode }) {
  const nameOf = usePersonName();
  return (
    <Alert
      role="status"
      color="red"
      icon={<IconHandStop aria-hidden />}
      title={`Matching is stopped for ${name}`}
    >
      <Stack gap="xs" align="flex-start">
        <Text>
          “{halt.reason}” {nameOf(halt.by)}, <When at={halt.at} />
        </Text>
        {children}
      </Stack>
    </Alert>
  );
}
