import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { peopleQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { Role } from '../api/shapes';
import { Action } from '../parts/Action';
import { useSession } from '../session/session';
import { InvitationShown } from './InvitationShown';
import { PlaceFields } from './PlaceFields';
import { printLabel, printNote } from './printing';

const initial = { name: '', email: '', roles: [] as Role[], storeIds: [] as string[], print: false };

/** A new account, and the invitation with which its owner chooses a password. */
export function AddPerson() {
  const { sendsMail } = useSession();
  return (
    <Action
      trigger={(open) => (
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          Add a person
        </Button>
      )}
      title="Add a person"
      about="They get an invitation and choose their own password. Then somebody who had no part in making the account meets them and vouches for them."
      initial={initial}
      fields={(form) => (
        <>
          <TextInput
            label="Name"
            required
            maxLength={80}
            autoComplete="off"
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label="E-mail"
            type="email"
            required
            maxLength={200}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <PlaceFields form={form} />
          {sendsMail && (
            <Checkbox
              label={printLabel}
              description={printNote}
              {...form.getInputProps('print', { type: 'checkbox' })}
            />
          )}
        </>
      )}
      label="Add"
      send={async ({ print, ...body }) => ({
        name: body.name,
        added: await once((signal) =>
          client.POST('/api/people', { params: { query: print ? { by: 'print' } : {} }, body, signal }),
        ),
      })}
      changes={[peopleQuery.queryKey]}
      after={({ name, added }, close) => (
        <InvitationShown name={name} invitation={added.invitation} close={close} />
      )}
    />
  );
}
