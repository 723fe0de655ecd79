import { Button, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { client, once } from '../api/http';
import { Action } from '../parts/Action';
import { sessionQuery } from '../session/session';
import { makePasskey } from './passkey';
import { RecoveryCodes } from './RecoveryCodes';
import { passkeysQuery } from './queries';

/** A passkey of this device. */
export function AddPasskey() {
  return (
    <Action
      trigger={(open) => (
        <Button leftSection={<IconFingerprint size={18} aria-hidden />} onClick={open}>
          Add a passkey
        </Button>
      )}
      title="Add a passkey"
      about="Your phone, computer or security key keeps it and asks for your finger, face or PIN. With it you sign in without typing anything."
      initial={{ name: '' }}
      fields={(form) => (
        <TextInput
          label="What this device is called"
          placeholder="Work laptop"
          required
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
      )}
      label="Add"
      send={async ({ name }) => {
        const { options, step } = await once((signal) => client.POST('/api/me/passkeys/options', { signal }));
        const credential = await makePasskey(options);
        return once((signal) =>
          client.POST('/api/me/passkeys', { body: { step, credential, name }, signal }),
        );
      }}
      changes={[sessionQuery.queryKey, passkeysQuery.queryKey]}
      after={({ recoveryCodes }, close) => <RecoveryCodes codes={recoveryCodes} close={close} />}
    />
  );
}
