import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Session } from '../api/shapes';
import { sessionQuery } from '../session/session';
import { PasswordStep } from './PasswordStep';
import { backTo } from './backTo';

const route = getRouteApi('/sign-in');

/**
 * Signing in, step by step: each step calls `onSignedIn` with the session that the server opened. A step more, such as a code, goes
 * between the password and the session, and nothing outside this folder learns of it.
 */
export function SignInPage() {
  useDocumentTitle('Sign in · RetailGuard');
  const { next } = route.useSearch();
  const queries = useQueryClient();
  const router = useRouter();

  const onSignedIn = (session: Session) => {
    queries.setQueryData(sessionQuery.queryKey, session);
    router.history.push(backTo(next));
  };

  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={400} maw="100%" radius="lg">
        <Stack gap="lg">
          <div>
            <Text fw={700} size="lg">
              RetailGuard
            </Text>
            <Title order={1} size="h2">
              Sign in
            </Title>
            {next !== undefined && (
              <Text c="dimmed" mt={4}>
                Then you go on where you were.
              </Text>
            )}
          </div>
          <PasswordStep onSignedIn={onSignedIn} />
        </Stack>
      </Paper>
    </Center>
  );
}
