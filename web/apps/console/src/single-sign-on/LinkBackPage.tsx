import { Loader, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { A } from '../parts/A';
import { Page } from '../parts/Page';
import { Problem } from '../parts/Problem';
import { useOnce } from '../parts/useOnce';
import { ownLinkQuery } from './queries';

/** Back from the provider, where somebody has shown which account there is theirs. */
export function LinkBackPage() {
  const queries = useQueryClient();
  const finish = useMutation({
    mutationFn: () => once<unknown>((signal) => client.POST('/api/me/single-sign-on/finish', { signal })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ownLinkQuery.queryKey }),
  });
  useOnce(() => {
    finish.mutate();
  });

  return (
    <Page title="Your sign-in">
      {finish.isSuccess ? (
        <Text>Your account is linked: from now on you can sign in with it.</Text>
      ) : finish.isError ? (
        <Problem error={finish.error} />
      ) : (
        <Loader aria-label="Linking" />
      )}
      <A to="/security">Back to your sign-in</A>
    </Page>
  );
}
