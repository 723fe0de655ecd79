import { Button, Code, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { Action } from '../parts/Action';
import { Problem } from '../parts/Problem';
import { QrCode } from '../parts/QrCode';
import { sessionQuery } from '../session/session';
import { RecoveryCodes } from './RecoveryCodes';

/** Each time the dialog opens it is another key. */
const setupQuery = {
  queryKey: ['authenticator-setup'],
  queryFn: () => once((signal) => client.POST('/api/me/authenticator', { signal })),
  gcTime: 0,
  staleTime: Infinity,
};

/** An authenticator app on a phone, which shows a code every half minute. */
export function AddAuthenticator({ replaces = false }: { replaces?: boolean }) {
  const initial = { code: '', step: '' };
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" leftSection={<IconDeviceMobile size={18} aria-hidden />} onClick={open}>
          {replaces ? 'Set up another app' : 'Set up an authenticator app'}
        </Button>
      )}
      title="Set up an authenticator app"
      about={
        replaces ? 'The app that you have stops working here.' : 'Any app that gives codes (TOTP) will do.'
      }
      initial={initial}
      fields={(form) => (
        <Setup
          onStep={(step) => {
            if (form.getValues().step !== step) form.setFieldValue('step', step);
          }}
        >
          <TextInput
            label="The code that it shows now"
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            {...form.getInputProps('code')}
          />
        </Setup>
      )}
      label="Confirm"
      send={(body) => once((signal) => client.POST('/api/me/authenticator/confirm', { body, signal }))}
      changes={[sessionQuery.queryKey]}
      after={({ recoveryCodes }, close) => <RecoveryCodes codes={recoveryCodes} close={close} />}
    />
  );
}

function Setup({ onStep, children }: { onStep: (step: string) => void; children: React.ReactNode }) {
  const setup = useQuery({
    ...setupQuery,
    queryFn: async () => {
      const begun = await setupQuery.queryFn();
      onStep(begun.step);
      return begun;
    },
  });
  if (setup.error !== null) return <Problem error={setup.error} />;
  if (setup.data === undefined) return <Loader />;
  return (
    <Stack>
      <Text>Point the app at the picture, or type the key into it.</Text>
      <Group gap="xl">
        <QrCode link={setup.data.uri} alt="QR code for the authenticator app" />
        <Code fz="md" p="sm" style={{ wordBreak: 'break-all' }} maw={260}>
          {setup.data.key.match(/.{1,4}/g)?.join(' ')}
        </Code>
      </Group>
      {children}
    </Stack>
  );
}
