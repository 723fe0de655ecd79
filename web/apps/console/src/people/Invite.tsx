import { Button, Checkbox } from '@mantine/core';
import { peopleQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { Person } from '../api/shapes';
import { Action } from '../parts/Action';
import { useSession } from '../session/session';
import { InvitationShown } from './InvitationShown';
import { printLabel, printNote } from './printing';

/** For somebody who forgot their password, lost their phone, or whose invitation is lost or over. */
export function Invite({ person }: { person: Person }) {
  const { sendsMail } = useSession();
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          {person.hasPassword ? 'Invite to choose a new password' : 'Invite again'}
        </Button>
      )}
      title={`Invite ${person.name}`}
      about={
        person.hasPassword
          ? 'They are signed out everywhere. Their password, their PIN and their second factors stop working at once. They choose the next ones with the invitation, and somebody else must vouch for them again.'
          : 'An earlier invitation stops working.'
      }
      initial={{ print: false }}
      fields={(form) =>
        sendsMail && (
          <Checkbox
            label={printLabel}
            description={printNote}
            {...form.getInputProps('print', { type: 'checkbox' })}
          />
        )
      }
      label="Invite"
      danger={person.hasPassword}
      send={({ print }) =>
        once((signal) =>
          client.POST('/api/people/{person}/invitation', {
            params: { path: { person: person.id }, query: print ? { by: 'print' } : {} },
            signal,
          }),
        )
      }
      changes={[peopleQuery.queryKey]}
      after={(invitation, close) => (
        <InvitationShown name={person.name} invitation={invitation} close={close} />
      )}
    />
  );
}

/** One that went to a wrong address, or that nobody asked the operator for. */
export function WithdrawInvitation({ person }: { person: Person }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Withdraw the invitation
        </Button>
      )}
      title={`Withdraw the invitation of ${person.name}`}
      about="The code stops working. Nothing else changes."
      initial={{}}
      label="Withdraw"
      danger
      send={() =>
        once<unknown>((signal) =>
          client.DELETE('/api/people/{person}/invitation', {
            params: { path: { person: person.id } },
            signal,
          }),
        )
      }
      changes={[peopleQuery.queryKey]}
      done="The invitation no longer works."
    />
  );
}

/** The second person's word to what the operator began. */
export function OpenInvitation({ person }: { person: Person }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Let them in now</Button>}
      title={`Let ${person.name} choose a password now`}
      about={`The operator of the service was asked for a code for ${person.name}. Do this only if they told you themselves that they asked. Otherwise withdraw it.`}
      initial={{}}
      label="Let them in"
      send={() =>
        once<unknown>((signal) =>
          client.POST('/api/people/{person}/invitation/open', {
            params: { path: { person: person.id } },
            signal,
          }),
        )
      }
      changes={[peopleQuery.queryKey]}
      done="The code works from now on."
    />
  );
}
