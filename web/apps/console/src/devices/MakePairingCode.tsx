import { Button, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { storeChoices, useStores } from '../api/directory';
import { client, once } from '../api/http';
import type { DeviceKind, PairingCode } from '../api/shapes';
import { Action } from '../parts/Action';
import { QrCode } from '../parts/QrCode';
import { When } from '../parts/When';
import { choices, deviceKindName } from '../words';

/** A code with which a tablet or connector becomes a store's. */
export function MakePairingCode() {
  const stores = useStores().filter(({ closedAt }) => closedAt === null);
  const initial: { storeId: string; kind: DeviceKind; name: string } = {
    storeId: stores.length === 1 ? (stores[0]?.id ?? '') : '',
    kind: 'tablet',
    name: '',
  };
  return (
    <Action
      trigger={(open) => (
        <Button leftSection={<IconLink size={18} aria-hidden />} onClick={open}>
          Make a pairing code
        </Button>
      )}
      title="Make a pairing code"
      about="The machine that first brings the code belongs to the store from then on. The code works once, for half an hour."
      initial={initial}
      fields={(form) => (
        <>
          <Select
            label="Store"
            required
            searchable
            data={storeChoices(stores)}
            data-autofocus
            {...form.getInputProps('storeId')}
          />
          <Select
            label="Kind"
            required
            allowDeselect={false}
            data={choices(deviceKindName)}
            {...form.getInputProps('kind')}
          />
          <TextInput
            label="What the machine will be called"
            placeholder="Counter tablet"
            required
            maxLength={80}
            {...form.getInputProps('name')}
          />
        </>
      )}
      label="Make the code"
      send={async ({ storeId, ...body }) => ({
        kind: body.kind,
        code: await once((signal) =>
          client.POST('/api/stores/{store}/pairing-codes', {
            params: { path: { store: storeId } },
            body,
            signal,
          }),
        ),
      })}
      changes={[]}
      after={({ kind, code }, close) => (
        <Stack>
          {kind === 'tablet' ? <ForTablet code={code} /> : <ForConnector code={code} />}
          <Text>
            It works once, until <When at={code.expiresAt} />.
          </Text>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    />
  );
}

function ForTablet({ code: { code } }: { code: PairingCode }) {
  const link = `${location.origin}/tablet/?pair=${encodeURIComponent(code)}`;
  return (
    <>
      <Text>
        Point the tablet’s camera at the picture, or open <Code>{`${location.origin}/tablet/`}</Code> on it
        and type the code.
      </Text>
      <Group gap="xl">
        <QrCode link={link} alt={`QR code that pairs a tablet with the code ${code}`} />
        <Text fz={36} fw={700} style={{ letterSpacing: '0.05em' }}>
          {code}
        </Text>
      </Group>
    </>
  );
}

function ForConnector({ code: { code } }: { code: PairingCode }) {
  return (
    <>
      <Text fz={36} fw={700} style={{ letterSpacing: '0.05em' }}>
        {code}
      </Text>
      <Text>On the store’s box:</Text>
      <Code
        block
      >{`./retailguard edge pair --server ${location.origin} --code ${code} --config edge.json`}</Code>
    </>
  );
}
