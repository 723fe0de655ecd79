import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { peopleQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { Role } from '../api/shapes';
import { Action } from '../parts/Action';
import { PlaceFields } from './PlaceFields';

const initial = { name: '', email: '', password: '', roles: [] as Role[], storeIds: [] as string[] };

/** A new account. What its owner first signs in with is this component's alone. */
export function AddPerson() {
  return (
    <Action
      trigger={(open) => (
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          Add a person
        </Button>
      )}
      title="Add a person"
      about="They replace the password that you give them when they first sign in. Then somebody who had no part in making the account meets them and vouches for them."
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
          <PasswordInput
            label="First password"
            description="Tell it to them yourself; it is good until they choose their own."
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.getInputProps('password')}
          />
          <PlaceFields form={form} />
        </>
      )}
      label="Add"
      send={(body) => once((signal) => client.POST('/api/people', { body, signal }))}
      changes={[peopleQuery.queryKey]}
      done="The person was added."
    />
  );
}
