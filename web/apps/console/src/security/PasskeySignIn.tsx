import { Button, Stack } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { Problem } from '../parts/Problem';
import { sessionQuery } from '../session/session';
import { askPasskey, hasPasskeys } from './passkey';

/** Signing in with nothing to type. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: async () => {
      const { options, step } = await once((signal) =>
        client.POST('/api/sign-in/passkey/options', { signal }),
      );
      const credential = await askPasskey(options);
      return once((signal) => client.POST('/api/sign-in/passkey', { body: { step, credential }, signal }));
    },
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      onSignedIn();
    },
  });
  if (!hasPasskeys()) return null;
  return (
    <Stack gap="md">
      <Problem error={signIn.error} />
      <Button
        variant="default"
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => {
          signIn.mutate();
        }}
      >
        Sign in with a passkey
      </Button>
    </Stack>
  );
}
