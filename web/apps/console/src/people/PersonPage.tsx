import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { changesQuery, peopleQuery, usePersonName, useStoreName } from '../api/directory';
import { client, once } from '../api/http';
import type { Person } from '../api/shapes';
import { ChangeLines } from '../changes/ChangeLines';
import { A } from '../parts/A';
import { Action, ReasonField } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { mailKindName, mailLine } from '../mail/standing';
import { useMay, useSession } from '../session/session';
import { Missing } from '../shell/Missing';
import { listed, roleName } from '../words';
import { PlaceFields } from './PlaceFields';
import { Invite, OpenInvitation, WithdrawInvitation } from './Invite';
import { isOperatorsToCome, standingName, standingOf, standingTone } from './standing';

const route = getRouteApi('/inside/people/$person');

export function PersonPage() {
  const { person: id } = route.useParams();
  const people = useQuery(peopleQuery);
  return (
    <Loaded query={people}>
      {(all) => {
        const person = all.find((one) => one.id === id);
        return person === undefined ? <Missing /> : <Known person={person} />;
      }}
    </Loaded>
  );
}

function Known({ person }: { person: Person }) {
  const may = useMay();
  const { person: me } = useSession();
  const nameOf = usePersonName();
  const storeName = useStoreName();
  const standing = standingOf(person);
  const changed = [peopleQuery.queryKey, changesQuery(person.id).queryKey];
  const isDisabled = standing === 'disabled';
  const isOperators = isOperatorsToCome(person);

  return (
    <Page
      above={
        <A to="/people" size="sm">
          People
        </A>
      }
      title={person.name}
      actions={<State tone={standingTone[standing]}>{standingName[standing]}</State>}
    >
      <Facts
        facts={[
          ['E-mail', person.email],
          ['Roles', listed(person.roles.map((role) => roleName[role]))],
          ['Stores', listed(person.storeIds.map(storeName)) || 'None: reaches every store'],
          ['Account made by', person.issuedBy === null ? 'The operator' : nameOf(person.issuedBy)],
          [
            'Vouched for by',
            person.vouchedBy !== null
              ? nameOf(person.vouchedBy)
              : person.issuedBy === null
                ? 'Nobody needs to'
                : 'Nobody yet: their word beside their maker’s is not a second one',
          ],
          ...(person.invitation === null
            ? []
            : [
                [
                  'Invitation',
                  isOperators ? (
                    <Text key="invitation" span>
                      By the operator of the service: opens <When at={person.invitation.opensAt} />
                    </Text>
                  ) : (
                    <Text key="invitation" span>
                      Open until <When at={person.invitation.expiresAt} />
                    </Text>
                  ),
                ] as const,
              ]),
          ...(person.mail === null
            ? []
            : [['Last mail', `${mailKindName[person.mail.kind]}. ${mailLine(person.mail)}`] as const]),
          ...(person.disabledAt === null
            ? []
            : [['Disabled since', <When key="at" at={person.disabledAt} />] as const]),
        ]}
      />

      <Group className="no-print">
        {standing === 'unvouched' && may('vouch') && person.id !== me.id && (
          <Vouch person={person} changed={changed} isMaker={person.issuedBy === me.id} />
        )}
        {may('managePeople') && <Change person={person} changed={changed} />}
        {may('managePeople') && person.id !== me.id && !isDisabled && <Invite person={person} />}
        {may('managePeople') && person.invitation !== null && <WithdrawInvitation person={person} />}
        {may('managePeople') && person.id !== me.id && isOperators && <OpenInvitation person={person} />}
        {may('takePin') && !isDisabled && <TakePin person={person} />}
        {may('managePeople') && <Disable person={person} isDisabled={isDisabled} changed={changed} />}
      </Group>

      {may('seeChanges') && <History person={person} />}
    </Page>
  );
}

interface PersonAction {
  person: Person;
  changed: (readonly unknown[])[];
}

function Vouch({ person, changed, isMaker }: PersonAction & { isMaker: boolean }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant={isMaker ? 'default' : 'filled'} onClick={open}>
          Vouch for {person.name}
        </Button>
      )}
      title={`Vouch for ${person.name}`}
      about={`You say that you have met ${person.name}, that the account is theirs alone, and that you had no part in making it. From then on their word counts as a second one.`}
      initial={{}}
      label="I vouch for them"
      send={() =>
        once<unknown>((signal) =>
          client.POST('/api/people/{person}/vouch', { params: { path: { person: person.id } }, signal }),
        )
      }
      changes={changed}
      done={`You vouched for ${person.name}.`}
    />
  );
}

function Change({ person, changed }: PersonAction) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Change name, roles or stores
        </Button>
      )}
      title={`Change ${person.name}`}
      about="Whose roles or stores change is signed out everywhere within seconds, and signs in anew."
      initial={{ reason: '', name: person.name, roles: person.roles, storeIds: person.storeIds }}
      fields={(form) => (
        <>
          <TextInput label="Name" required maxLength={80} {...form.getInputProps('name')} />
          <PlaceFields form={form} />
          <ReasonField form={form} />
        </>
      )}
      label="Change"
      send={({ reason, name, roles, storeIds }) =>
        once<unknown>((signal) =>
          client.PATCH('/api/people/{person}', {
            params: { path: { person: person.id } },
            body: {
              reason,
              name: name === person.name ? null : name,
              roles: isSame(roles, person.roles) ? null : roles,
              storeIds: isSame(storeIds, person.storeIds) ? null : storeIds,
            },
            signal,
          }),
        )
      }
      changes={changed}
      done="The change is saved."
    />
  );
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((item) => other.includes(item));

function TakePin({ person }: { person: Person }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Take away the PIN
        </Button>
      )}
      title={`Take away the PIN of ${person.name}`}
      about="Their PIN stops working on every tablet. They choose the next one themselves, with their password: nobody chooses for another."
      initial={{}}
      label="Take away the PIN"
      danger
      send={() =>
        once<unknown>((signal) =>
          client.DELETE('/api/people/{person}/pin', { params: { path: { person: person.id } }, signal }),
        )
      }
      changes={[]}
      done="The PIN no longer works."
    />
  );
}

function Disable({ person, isDisabled, changed }: PersonAction & { isDisabled: boolean }) {
  const to = isDisabled ? 'enable' : 'disable';
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          {isDisabled ? 'Let them in again' : 'Disable the account'}
        </Button>
      )}
      title={isDisabled ? `Let ${person.name} in again` : `Disable ${person.name}`}
      about={
        isDisabled
          ? 'They sign in with the password that they had. No old sign-in comes back.'
          : 'They are signed out everywhere within seconds and get in nowhere. What they did stays on record. A store that has fewer than two people who may vote stops matching.'
      }
      initial={{ reason: '' }}
      fields={(form) => <ReasonField form={form} />}
      label={isDisabled ? 'Let them in' : 'Disable'}
      danger={!isDisabled}
      send={(body) =>
        once<unknown>((signal) =>
          client.POST(`/api/people/{person}/${to}`, {
            params: { path: { person: person.id } },
            body,
            signal,
          }),
        )
      }
      changes={changed}
      done={isDisabled ? 'The account is in use again.' : 'The account is disabled.'}
    />
  );
}

function History({ person }: { person: Person }) {
  const changes = useQuery(changesQuery(person.id));
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        What was changed
      </Title>
      <Loaded query={changes}>
        {(lines) =>
          lines.length === 0 ? (
            <Text c="dimmed">Nothing since the account was made.</Text>
          ) : (
            <ChangeLines changes={lines} />
          )
        }
      </Loaded>
    </Stack>
  );
}
