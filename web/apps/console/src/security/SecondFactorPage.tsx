import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { client, once } from '../api/http';
import { Gate } from '../parts/Gate';
import { Problem } from '../parts/Problem';
import { hasSecondFactor, lacksSecondFactor, sessionQuery } from '../session/session';
import { backTo } from '../sign-in/backTo';
import { AddAuthenticator } from './AddAuthenticator';
import { AddPasskey } from './AddPasskey';
import { PasskeySignIn } from './PasskeySignIn';
import { hasPasskeys } from './passkey';

const route = getRouteApi('/second-factor');

/** Between the password and the console: the code is typed, or the first second factor is set up. */
export function SecondFactorPage() {
  useDocumentTitle('Second factor · RetailGuard');
  const { next } = route.useSearch();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const queries = useQueryClient();
  const router = useRouter();
  const isThrough = !lacksSecondFactor(session);
  const goOn = () => {
    router.history.replace(backTo(next));
  };

  const form = useForm({ initialValues: { code: '' } });
  const show = useMutation({
    mutationFn: (body: typeof form.values) =>
      once<unknown>((signal) => client.POST('/api/me/second-factor', { body, signal })),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  // After a code, or when another page has done it. Who has just set one up reads the recovery codes first.
  useEffect(() => {
    if (isThrough && show.isSuccess) router.history.replace(backTo(next));
  }, [isThrough, show.isSuccess, router, next]);

  if (!hasSecondFactor(session) || (isThrough && !show.isSuccess))
    return (
      <Gate
        title="Set up a second factor"
        about="Your role can change what stores do and see. So a password alone is not enough: set up a passkey, an authenticator app, or both."
      >
        <Stack>
          {hasPasskeys() && <AddPasskey />}
          <AddAuthenticator />
          {isThrough && <Button onClick={goOn}>Go on</Button>}
        </Stack>
      </Gate>
    );

  return (
    <Gate title="Show that it is you">
      {session.secondFactor.hasAuthenticator && <Text>Type the code that your authenticator app shows.</Text>}
      <form
        onSubmit={form.onSubmit((values) => {
          show.mutate(values);
        })}
      >
        <Stack gap="md">
          <TextInput
            label={session.secondFactor.hasAuthenticator ? 'Code, or a recovery code' : 'A recovery code'}
            required
            withAsterisk={false}
            autoComplete="one-time-code"
            autoFocus
            maxLength={40}
            {...form.getInputProps('code')}
          />
          <Problem error={show.error} />
          <Button type="submit" loading={show.isPending}>
            Go on
          </Button>
        </Stack>
      </form>
      {session.secondFactor.passkeys > 0 && <PasskeySignIn onSignedIn={goOn} />}
    </Gate>
  );
}
