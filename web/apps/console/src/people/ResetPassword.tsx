import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { peopleQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { Person } from '../api/shapes';
import { Action } from '../parts/Action';

/** For somebody who forgot their password. What they sign in with next is this component's alone. */
export function ResetPassword({ person }: { person: Person }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Reset the password
        </Button>
      )}
      title={`Reset the password of ${person.name}`}
      about="They are signed out everywhere, and their old password and PIN stop working. They get a new password from you, which they replace when they sign in, and somebody else must vouch for them again."
      initial={{}}
      label="Reset the password"
      danger
      send={() =>
        once((signal) =>
          client.POST('/api/people/{person}/password-reset', {
            params: { path: { person: person.id } },
            signal,
          }),
        )
      }
      changes={[peopleQuery.queryKey]}
      after={({ password }, close) => (
        <Stack>
          <Text>This password is shown once. Tell it to {person.name} yourself.</Text>
          <Group>
            <Code fz="lg" p="sm">
              {password}
            </Code>
            <CopyButton value={password}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Group>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    />
  );
}
