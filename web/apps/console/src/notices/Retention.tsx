import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { useMay } from '../session/session';
import { plural } from '../words';
import { noticesKey, retentionQuery } from './queries';

const mostDays = 30;

/** R34: a setting that the notice speaks of. */
export function Retention() {
  const may = useMay()('setRetention');
  const retention = useQuery(retentionQuery);
  return (
    <section aria-labelledby="retention">
      <Stack gap="sm">
        <Title order={2} size="h4" id="retention">
          How long pictures of confirmed alerts are kept
        </Title>
        <Loaded query={retention}>
          {({ confirmedDays }) => (
            <Group gap="md">
              <Text>
                {plural(confirmedDays, 'day')}, or until a complaint about the alert is settled. The notice
                says so.
              </Text>
              {may && <Change confirmedDays={confirmedDays} />}
            </Group>
          )}
        </Loaded>
      </Stack>
    </section>
  );
}

function Change({ confirmedDays }: { confirmedDays: number }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Change how long
        </Button>
      )}
      title="How long pictures of confirmed alerts are kept"
      about="The published notice names the number. Once it is changed the notice is stale, and no store matches anybody until the notice is published anew and the new posters hang."
      initial={{ confirmedDays }}
      fields={(form) => (
        <NumberInput
          label="Days"
          required
          min={1}
          max={mostDays}
          allowDecimal={false}
          description={`1 to ${mostDays}`}
          {...form.getInputProps('confirmedDays')}
        />
      )}
      label="Change"
      danger
      send={(body) => once((signal) => client.PUT('/api/alerts/retention', { body, signal }))}
      changes={[noticesKey]}
      done="The change is in force. Publish the notice anew."
    />
  );
}
