import { Button, Group, PasswordInput, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { sessionQuery, useSession } from '../session/session';
import { AddAuthenticator } from './AddAuthenticator';
import { AddPasskey } from './AddPasskey';
import { OwnLink } from '../single-sign-on/OwnLink';
import { RecoveryCodes } from './RecoveryCodes';
import { hasPasskeys } from './passkey';
import { passkeysQuery } from './queries';

/** How somebody signs in: their own password, passkeys, app and recovery codes. */
export function SecurityPage() {
  const { secondFactor } = useSession();
  const passkeys = useQuery(passkeysQuery);
  return (
    <Page
      title="Your sign-in"
      about={
        secondFactor.isDemanded
          ? 'Your role asks for a second factor: a passkey, an authenticator app, or both.'
          : 'A second factor is yours to choose. Once you have one, your password alone opens nothing.'
      }
    >
      <Stack component="section" aria-labelledby="passkeys">
        <Group justify="space-between">
          <Title order={2} size="h3" id="passkeys">
            Passkeys
          </Title>
          {hasPasskeys() && <AddPasskey />}
        </Group>
        <Loaded query={passkeys}>
          {(all) =>
            all.length === 0 ? (
              <Text c="dimmed">None yet.</Text>
            ) : (
              <Table.ScrollContainer minWidth={420}>
                <Table aria-label="Passkeys">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Device</Table.Th>
                      <Table.Th>Added</Table.Th>
                      <Table.Th>Last used</Table.Th>
                      <Table.Th aria-label="Remove" />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {all.map(({ id, name, addedAt, usedAt }) => (
                      <Table.Tr key={id}>
                        <Table.Td>{name}</Table.Td>
                        <Table.Td>
                          <When at={addedAt} />
                        </Table.Td>
                        <Table.Td>{usedAt === null ? 'Never' : <When at={usedAt} />}</Table.Td>
                        <Table.Td ta="right">
                          <RemovePasskey id={id} name={name} />
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            )
          }
        </Loaded>
      </Stack>

      <Stack component="section" aria-labelledby="app" align="flex-start">
        <Title order={2} size="h3" id="app">
          Authenticator app
        </Title>
        <Text c="dimmed">{secondFactor.hasAuthenticator ? 'One is set up.' : 'None yet.'}</Text>
        <Group>
          <AddAuthenticator replaces={secondFactor.hasAuthenticator} />
          {secondFactor.hasAuthenticator && <RemoveAuthenticator />}
        </Group>
      </Stack>

      <Stack component="section" aria-labelledby="recovery" align="flex-start">
        <Title order={2} size="h3" id="recovery">
          Recovery codes
        </Title>
        <Text c="dimmed">{secondFactor.recoveryCodes} left. Each signs you in once, without your phone.</Text>
        {secondFactor.isShown && <NewRecoveryCodes />}
      </Stack>

      <OwnLink />

      <Stack component="section" aria-labelledby="password" align="flex-start">
        <Title order={2} size="h3" id="password">
          Password
        </Title>
        <ChangePassword />
      </Stack>
    </Page>
  );
}

const changed = [sessionQuery.queryKey, passkeysQuery.queryKey];

function RemovePasskey({ id, name }: { id: string; name: string }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      )}
      title={`Remove the passkey of ${name}`}
      about="It signs nobody in any more, and ends what passkeys opened elsewhere."
      initial={{}}
      label="Remove"
      danger
      send={() =>
        once<unknown>((signal) =>
          client.DELETE('/api/me/passkeys/{passkey}', { params: { path: { passkey: id } }, signal }),
        )
      }
      changes={changed}
      done="The passkey no longer works."
    />
  );
}

function RemoveAuthenticator() {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Remove the app
        </Button>
      )}
      title="Remove the authenticator app"
      about="Its codes stop working."
      initial={{}}
      label="Remove"
      danger
      send={() => once<unknown>((signal) => client.DELETE('/api/me/authenticator', { signal }))}
      changes={changed}
      done="The app’s codes no longer work."
    />
  );
}

function NewRecoveryCodes() {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Make new ones
        </Button>
      )}
      title="Make new recovery codes"
      about="The old ones stop working."
      initial={{}}
      label="Make new ones"
      send={() => once((signal) => client.POST('/api/me/recovery-codes', { signal }))}
      changes={changed}
      after={({ recoveryCodes }, close) => <RecoveryCodes codes={recoveryCodes} close={close} />}
    />
  );
}

function ChangePassword() {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Choose another password
        </Button>
      )}
      title="Choose another password"
      about="You stay signed in here, and are signed out everywhere else."
      initial={{ password: '', newPassword: '' }}
      fields={(form) => (
        <>
          <PasswordInput
            label="The password that you have"
            required
            autoComplete="current-password"
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label="The new one"
            description="At least 12 characters"
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
            {...form.getInputProps('newPassword')}
          />
        </>
      )}
      label="Change"
      send={(body) => once<unknown>((signal) => client.PUT('/api/me/password', { body, signal }))}
      changes={changed}
      done="The new password is set."
    />
  );
}
