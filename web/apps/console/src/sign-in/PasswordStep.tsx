import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLocalStorage } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client, once } from '../api/http';
import type { Session } from '../api/shapes';
import { Problem } from '../parts/Problem';
import { ProviderButton } from '../single-sign-on/ProviderButton';

/** Who somebody is, and the password that shows it. */
export function PasswordStep({
  onSignedIn,
  next,
}: {
  onSignedIn: (session: Session) => void;
  next: string | undefined;
}) {
  // The retailer is nobody's secret; who signs in is typed anew.
  const [retailer, setRetailer] = useLocalStorage({
    key: 'rg-retailer',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  // Asked for once it is typed: each asking counts as a try of the network.
  const [asked, setAsked] = useState(retailer);
  const form = useForm({ initialValues: { tenant: retailer, email: '', password: '' } });
  const signIn = useMutation({
    mutationFn: (body: typeof form.values) => once((signal) => client.POST('/api/sign-in', { body, signal })),
    onSuccess: (session, { tenant }) => {
      setRetailer(tenant.trim());
      onSignedIn(session);
    },
  });
  const isKnown = retailer !== '';

  return (
    <form
      onSubmit={form.onSubmit((values) => {
        signIn.mutate(values);
      })}
    >
      <Stack gap="md">
        <TextInput
          label="Organisation"
          description="Its short name, as your administrator told you"
          required
          withAsterisk={false}
          autoComplete="organization"
          autoCapitalize="none"
          autoFocus={!isKnown}
          {...form.getInputProps('tenant')}
          onBlur={() => {
            setAsked(form.values.tenant);
          }}
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          withAsterisk={false}
          autoComplete="username"
          autoFocus={isKnown}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          required
          withAsterisk={false}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...form.getInputProps('password')}
        />
        <Problem error={signIn.error} />
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
        <ProviderButton
          retailer={asked}
          next={next}
          onBegin={() => {
            setRetailer(asked.trim());
          }}
        />
      </Stack>
    </form>
  );
}
