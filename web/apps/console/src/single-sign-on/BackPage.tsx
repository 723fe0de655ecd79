import { Loader } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { client, once } from '../api/http';
import { A } from '../parts/A';
import { Gate } from '../parts/Gate';
import { Problem } from '../parts/Problem';
import { useOnce } from '../parts/useOnce';
import { sessionQuery } from '../session/session';
import { backTo } from '../sign-in/backTo';
import { nextKey } from './queries';

/** Back from the provider: the server finds out who came. */
export function BackPage() {
  useDocumentTitle('Signing in · RetailGuard');
  const queries = useQueryClient();
  const router = useRouter();
  const finish = useMutation({
    mutationFn: () => once((signal) => client.POST('/api/sign-in/single-sign-on/finish', { signal })),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      const next = sessionStorage.getItem(nextKey);
      sessionStorage.removeItem(nextKey);
      router.history.replace(backTo(next === null || next === '' ? undefined : next));
    },
  });
  useOnce(() => {
    finish.mutate();
  });

  return (
    <Gate title={finish.isError ? 'You are not signed in' : 'Signing in'}>
      {finish.isError ? (
        <>
          <Problem error={finish.error} />
          <A to="/sign-in">Back to signing in</A>
        </>
      ) : (
        <Loader aria-label="Signing in" />
      )}
    </Gate>
  );
}
