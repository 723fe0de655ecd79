import { Button, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Store } from '../api/shapes';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { useMay } from '../session/session';
import { falseAlertsQuery } from '../watchlist/queries';
import { perDay } from '../watchlist/standing';
import { plural } from '../words';

const leastDays = 10;

/** R3: how many false alerts a store is to expect, and how long its list may become. */
export function FalseAlerts({ store }: { store: Store }) {
  const may = useMay()('setFalseAlerts');
  const outlook = useQuery(falseAlertsQuery(store.id));
  return (
    <section aria-labelledby="false-alerts">
      <Stack gap="sm">
        <Title order={2} size="h4" id="false-alerts">
          Expected false alerts
        </Title>
        <Loaded query={outlook}>
          {({
            entries,
            visitsPerDay,
            oneInDays,
            before,
            budget,
            mostEntries,
            mostFalseMatchRate,
            threshold,
          }) => (
            <>
              <Facts
                facts={[
                  ['Expected', `${perDay(before)} a day`],
                  ['At most', `${perDay(budget)} a day, one in ${plural(oneInDays, 'day')}`],
                  ['Visits', `${visitsPerDay.toLocaleString('en-NZ')} a day`],
                  [
                    'List',
                    `${plural(entries, 'entry', 'entries')} of at most ${mostEntries}, listed or proposed`,
                  ],
                  [
                    'False-match rate',
                    `${mostFalseMatchRate.toExponential(1)} at most, as measured at the alert threshold ${threshold}`,
                  ],
                ]}
              />
              {may && <Change store={store} visitsPerDay={visitsPerDay} oneInDays={oneInDays} />}
            </>
          )}
        </Loaded>
      </Stack>
    </section>
  );
}

function Change({
  store,
  visitsPerDay,
  oneInDays,
}: {
  store: Store;
  visitsPerDay: number;
  oneInDays: number;
}) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open} w="fit-content">
          Change visits or budget
        </Button>
      )}
      title={`Visits and false alerts of ${store.name}`}
      about={
        <Text>
          Count the store’s visitors on a busy day, not on a quiet one. A list that is too long for what you
          say goes on, and takes nobody more.
        </Text>
      }
      initial={{ visitsPerDay, oneInDays }}
      fields={(form) => (
        <>
          <NumberInput
            label="Visits a day"
            required
            min={1}
            max={100_000}
            allowDecimal={false}
            {...form.getInputProps('visitsPerDay')}
          />
          <NumberInput
            label="One false alert in so many days"
            description={`${leastDays} or more`}
            required
            min={leastDays}
            max={3_650}
            allowDecimal={false}
            {...form.getInputProps('oneInDays')}
          />
        </>
      )}
      label="Change"
      send={(body) =>
        once<unknown>((signal) =>
          client.PUT('/api/stores/{store}/false-alerts', {
            params: { path: { store: store.id } },
            body,
            signal,
          }),
        )
      }
      changes={[falseAlertsQuery(store.id).queryKey]}
      done="The change is saved."
    />
  );
}
