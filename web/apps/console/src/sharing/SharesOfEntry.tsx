import { Button, Group, NumberInput, Select, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { storeChoices, useStores } from '../api/directory';
import { client, once } from '../api/http';
import type { Entry, OffendingPattern, Share } from '../api/shapes';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { useMay } from '../session/session';
import { choices, patternName, plural } from '../words';
import { sharesOfEntryQuery, sharingKey } from './queries';
import { SharesTable } from './SharesTable';
import { reach } from './standing';

/** Which other stores were offered an entry, and what became of it; and the next offer. */
export function SharesOfEntry({ entry }: { entry: Entry }) {
  const shares = useQuery(sharesOfEntryQuery(entry.id));
  const mayOffer = useMay()('offerShare') && entry.state === 'active';
  return (
    <Loaded query={shares}>
      {(all) =>
        all.length === 0 && !mayOffer ? null : (
          <Stack gap="sm">
            <Title order={2} size="h4">
              Shared with other stores
            </Title>
            {all.length === 0 ? (
              <Text c="dimmed">With none: only its own store knows of this entry.</Text>
            ) : (
              <>
                <Reach shares={all} />
                <SharesTable shares={all} empty="" />
              </>
            )}
            {mayOffer && (
              <Group className="no-print">
                <Offer entry={entry} />
              </Group>
            )}
          </Stack>
        )
      }
    </Loaded>
  );
}

function Reach({ shares }: { shares: Share[] }) {
  const { told, of } = reach(shares);
  if (of === 0) return null;
  return (
    <Text size="sm" c="dimmed" role="status">
      {told === of
        ? `${plural(of, 'store has', 'stores have')} it as it stands.`
        : `${told} of ${plural(of, 'store')} have it as it stands; the rest follow within a minute, or stop matching when their list is stale.`}
    </Text>
  );
}

function Offer({ entry }: { entry: Entry }) {
  const stores = useStores().filter(({ id, closedAt }) => closedAt === null && id !== entry.storeId);
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Offer to another store
        </Button>
      )}
      title={`Offer ${entry.label} to another store`}
      about="That store’s manager sees the pictures, the evidence and what happened. No template leaves, nor what your staff call the person. They decide for themselves, with an approver of their own."
      initial={{
        storeId: '',
        kilometres: '',
        pattern: '',
      }}
      fields={(form) => (
        <>
          <Select
            label="Store"
            required
            searchable
            data={storeChoices(stores)}
            {...form.getInputProps('storeId')}
          />
          <Group grow align="flex-start">
            <NumberInput
              label="Distance by road (km)"
              required
              min={0}
              max={2500}
              allowDecimal={false}
              {...form.getInputProps('kilometres')}
            />
            <Select
              label="Why that store needs to know"
              required
              data={choices(patternName)}
              {...form.getInputProps('pattern')}
            />
          </Group>
        </>
      )}
      label="Offer"
      send={({ storeId, kilometres, pattern }) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/shares', {
            params: { path: { entry: entry.id } },
            body: {
              storeId,
              kilometres: Number(kilometres),
              pattern: pattern as OffendingPattern,
            },
            signal,
          }),
        )
      }
      changes={[sharingKey]}
      done="Offered. That store’s manager has 14 days to answer."
    />
  );
}
