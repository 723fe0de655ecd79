import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle, useLocalStorage } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, once } from '../api/http';
import { Gate } from '../parts/Gate';
import { Problem } from '../parts/Problem';
import { sessionQuery } from '../session/session';
import { ProviderButton } from '../single-sign-on/ProviderButton';

const passwordLength = 12;

/** Whoever was invited says so by the code, sees that it is theirs, and chooses a password. */
export function InvitationPage() {
  useDocumentTitle('Your invitation · RetailGuard');
  const [code, setCode] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const [, setRetailer] = useLocalStorage({ key: 'rg-retailer', defaultValue: '' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const look = useMutation({
    mutationFn: () => once((signal) => client.POST('/api/invitation', { body: { code }, signal })),
  });
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: (value) => (value.length < passwordLength ? 'At least 12 characters.' : null),
      again: (value, { password }) => (value === password ? null : 'The two are not the same.'),
    },
  });
  const accept = useMutation({
    mutationFn: ({ password }: typeof form.values) =>
      once((signal) => client.POST('/api/invitation/accept', { body: { code, password }, signal })),
    onSuccess: (session) => {
      setRetailer(look.data?.tenant.slug ?? '');
      queries.setQueryData(sessionQuery.queryKey, session);
      void navigate({ to: '/', hash: '', replace: true });
    },
  });

  if (!look.isSuccess)
    return (
      <Gate title="Your invitation">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            look.mutate();
          }}
        >
          <Stack gap="md">
            <TextInput
              label="The code on your invitation"
              description="Four groups of four letters and digits"
              required
              withAsterisk={false}
              autoComplete="off"
              autoCapitalize="characters"
              autoFocus
              spellCheck={false}
              value={code}
              onChange={(event) => {
                setCode(event.currentTarget.value);
              }}
            />
            <Problem error={look.error} />
            <Button type="submit" loading={look.isPending}>
              Go on
            </Button>
          </Stack>
        </form>
      </Gate>
    );

  const { name, email, tenant } = look.data;
  return (
    <Gate title={`Kia ora, ${name}`}>
      <form
        onSubmit={form.onSubmit((values) => {
          accept.mutate(values);
        })}
      >
        <Stack gap="md">
          <Text>
            {tenant.name} invites you. Choose a password that you use nowhere else; nobody else ever knows it.
            You sign in with <b>{tenant.slug}</b> and {email}.
          </Text>
          {/* Lets a password manager keep the two together. */}
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label="Your password"
            description="At least 12 characters: four words are easy to keep."
            required
            withAsterisk={false}
            autoComplete="new-password"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label="The same again"
            required
            withAsterisk={false}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password again' }}
            {...form.getInputProps('again')}
          />
          <Problem error={accept.error} />
          <Button type="submit" loading={accept.isPending}>
            Choose the password
          </Button>
          <ProviderButton
            retailer={tenant.slug}
            invitation={code}
            onBegin={() => {
              setRetailer(tenant.slug);
            }}
          />
        </Stack>
      </form>
    </Gate>
  );
}
