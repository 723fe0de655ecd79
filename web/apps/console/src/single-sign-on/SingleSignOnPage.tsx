import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, once } from '../api/http';
import type { Provider } from '../api/shapes';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Problem } from '../parts/Problem';
import { When } from '../parts/When';
import { useSession } from '../session/session';
import { SetProvider } from './SetProvider';
import { singleSignOnQuery } from './queries';

/** The provider where the retailer's people sign in for everything. */
export function SingleSignOnPage() {
  const settings = useQuery(singleSignOnQuery);
  return (
    <Page
      title="Single sign-on"
      about="Your people sign in with the account that they have for everything else. The provider only says who somebody is: roles, stores and who is disabled stay here, and an account still begins with an invitation."
      actions={settings.data === undefined ? null : <SetProvider provider={settings.data.provider} />}
    >
      <Loaded query={settings}>
        {({ provider, callbackAddress, linked }) => (
          <Stack>
            {callbackAddress === null ? (
              <Alert color="orange">
                This server has no address that a provider could send anybody back to. Whoever runs it sets
                PublicAddress.
              </Alert>
            ) : (
              <Text>
                Tell your provider to send people back to <Code>{callbackAddress}</Code>
              </Text>
            )}
            {provider === null ? (
              <Text c="dimmed">No provider is set up.</Text>
            ) : (
              <Shown provider={provider} linked={linked} />
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Shown({ provider, linked }: { provider: Provider; linked: number }) {
  const { person } = useSession();
  return (
    <Stack>
      {provider.approvedAt === null ? (
        <Alert color="orange" title="It signs nobody in yet">
          {provider.setBy === person.id
            ? 'Another administrator, whose account you did not make, has to approve it.'
            : 'Read it, then approve it if it is your organisation’s own.'}
        </Alert>
      ) : (
        <Text>
          In use; approved <When at={provider.approvedAt} />. {linked}{' '}
          {linked === 1 ? 'person is' : 'people are'} linked.
        </Text>
      )}
      <Facts
        facts={[
          ['Button', `Sign in with ${provider.name}`],
          ['Issuer', provider.issuer],
          ['Client', `${provider.clientId}; its secret is kept sealed and never shown`],
          ['User name', `The claim ${provider.userNameClaim}`],
          ['E-mail domains', provider.domains.length === 0 ? 'Any' : provider.domains.join(', ')],
          [
            'Passwords',
            provider.passwords === 'allowed'
              ? 'Linked people may go on signing in with theirs'
              : 'Linked people sign in with the provider only, in a browser; administrators keep theirs',
          ],
          [
            'Second factor',
            provider.trustsSecondFactor
              ? 'One that the provider has seen (amr: mfa) counts'
              : 'Our own is asked for, whatever the provider has seen',
          ],
          [
            'Afresh',
            provider.asksAfresh
              ? 'The provider asks for credentials at each sign-in'
              : 'Whoever is signed in at the provider is let in without being asked',
          ],
        ]}
      />
      <Try issuer={provider.issuer}>
        {provider.approvedAt === null && provider.setBy !== person.id && <Approve provider={provider} />}
        <Remove linked={linked} />
      </Try>
    </Stack>
  );
}

/** Asks the provider about itself, and says what is wrong, below whatever else may be done. */
function Try({ issuer, children }: { issuer: string; children: ReactNode }) {
  const attempt = useMutation({
    mutationFn: () => once((signal) => client.POST('/api/single-sign-on/try', { body: { issuer }, signal })),
  });
  return (
    <Stack>
      <Group>
        <Button
          variant="default"
          loading={attempt.isPending}
          onClick={() => {
            attempt.mutate();
          }}
        >
          Try it
        </Button>
        {children}
      </Group>
      <Problem error={attempt.error} />
      {attempt.data?.findings.length === 0 && (
        <Alert role="status" color="teal">
          The provider answers as it should.
        </Alert>
      )}
      {attempt.data?.findings.map(({ code, sentence, stops }) => (
        <Alert
          key={code}
          role="status"
          color={stops ? 'red' : 'orange'}
          title={stops ? 'This stops it' : 'To know'}
        >
          {sentence}
        </Alert>
      ))}
    </Stack>
  );
}

function Approve({ provider }: { provider: Provider }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Approve it</Button>}
      title="Approve this provider"
      about="Whoever runs it can sign in as everybody who is linked with it. Approve it only if it is your organisation’s own."
      initial={{}}
      label="Approve it"
      send={() =>
        once<unknown>((signal) =>
          client.POST('/api/single-sign-on/approve', { body: { revision: provider.revision }, signal }),
        )
      }
      changes={[singleSignOnQuery.queryKey]}
      done="People can sign in with it now."
    />
  );
}

function Remove({ linked }: { linked: number }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Remove it
        </Button>
      )}
      title="Remove the provider"
      about={`All links end, with every sign-in that was opened by them (${String(linked)}). Who has no password needs an invitation then.`}
      initial={{}}
      label="Remove it"
      danger
      send={() => once<unknown>((signal) => client.DELETE('/api/single-sign-on', { signal }))}
      changes={[singleSignOnQuery.queryKey]}
      done="The provider is removed."
    />
  );
}
