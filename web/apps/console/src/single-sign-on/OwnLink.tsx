import { Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { Problem } from '../parts/Problem';
import { ownLinkQuery } from './queries';

/** Somebody's own account at the provider; nothing where the retailer has none. */
export function OwnLink() {
  const link = useQuery(ownLinkQuery);
  const begin = useMutation({
    mutationFn: () => once((signal) => client.POST('/api/me/single-sign-on', { signal })),
    onSuccess: ({ location: provider }) => {
      location.assign(provider);
    },
  });
  return (
    <Loaded query={link}>
      {({ name, isLinked, userName }) =>
        name === null && !isLinked ? null : (
          <Stack component="section" aria-labelledby="provider" align="flex-start">
            <Title order={2} size="h3" id="provider">
              {name ?? 'Single sign-on'}
            </Title>
            <Text c="dimmed">
              {isLinked
                ? `Linked${userName === '' ? '' : ` with ${userName}`}: you can sign in with it.`
                : 'Not linked. You sign in there once, and can sign in with it from then on.'}
            </Text>
            <Problem error={begin.error} />
            {isLinked ? (
              <EndLink />
            ) : (
              <Button
                variant="default"
                loading={begin.isPending}
                onClick={() => {
                  begin.mutate();
                }}
              >
                Link my account
              </Button>
            )}
          </Stack>
        )
      }
    </Loaded>
  );
}

function EndLink() {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          End the link
        </Button>
      )}
      title="End the link"
      about="That account signs you in no more, and what it opened ends. Nobody else here can ever be linked with it."
      initial={{}}
      label="End the link"
      danger
      send={() => once<unknown>((signal) => client.DELETE('/api/me/single-sign-on', { signal }))}
      changes={[ownLinkQuery.queryKey]}
      done="The link is ended."
    />
  );
}
