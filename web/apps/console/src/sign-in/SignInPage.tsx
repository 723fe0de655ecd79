import { Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Session } from '../api/shapes';
import { A } from '../parts/A';
import { Gate } from '../parts/Gate';
import { PasskeySignIn } from '../security/PasskeySignIn';
import { sessionQuery } from '../session/session';
import { PasswordStep } from './PasswordStep';
import { backTo } from './backTo';

const route = getRouteApi('/sign-in');

/**
 * Signing in with a passkey, or with a password. Where that is not enough the console leads on to the second factor.
 */
export function SignInPage() {
  useDocumentTitle('Sign in · RetailGuard');
  const { next } = route.useSearch();
  const queries = useQueryClient();
  const router = useRouter();

  const goOn = () => {
    router.history.push(backTo(next));
  };
  const onSignedIn = (session: Session) => {
    queries.setQueryData(sessionQuery.queryKey, session);
    goOn();
  };

  return (
    <Gate title="Sign in" {...(next === undefined ? {} : { about: 'Then you go on where you were.' })}>
      <PasswordStep onSignedIn={onSignedIn} next={next} />
      <PasskeySignIn onSignedIn={goOn} />
      <Text size="sm">
        <A to="/invitation">I have an invitation</A>
      </Text>
    </Gate>
  );
}
