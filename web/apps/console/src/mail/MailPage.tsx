import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client, once } from '../api/http';
import type { Mail, Mails } from '../api/shapes';
import { Action } from '../parts/Action';
import { type Column, DataTable } from '../parts/DataTable';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { mailsQuery } from './queries';
import { mailKindName, mailStateName, mailTone, mailTroubleName } from './standing';

export function MailPage() {
  const mails = useQuery(mailsQuery);
  return (
    <Page
      title="Mail"
      about="What went out in your name and to whom. What a mail said, and its address, are destroyed when it is sent; that there was one is forgotten after 30 days."
      actions={mails.data?.isOn === true && <Test />}
    >
      <Loaded query={mails}>{(found) => <Everything mails={found} />}</Loaded>
    </Page>
  );
}

function Everything({ mails }: { mails: Mails }) {
  const columns = useMemo<Column<Mail>[]>(
    () => [
      { id: 'kind', header: 'About', accessorFn: ({ kind }) => mailKindName[kind], enableSorting: false },
      {
        id: 'to',
        header: 'To',
        accessorFn: ({ person, request }) => person?.name ?? request ?? '',
        enableSorting: false,
        cell: ({ row: { original } }) => (
          <Text span>
            {original.person?.name ?? `Whoever asked ${original.request ?? ''}`}
            {original.about !== null && ` (${original.about})`}
          </Text>
        ),
      },
      {
        id: 'queued',
        header: 'Since',
        accessorFn: ({ queuedAt }) => queuedAt,
        enableSorting: false,
        cell: ({ row: { original } }) => <When at={original.queuedAt} />,
      },
      {
        id: 'state',
        header: 'State',
        accessorFn: ({ state }) => state,
        enableSorting: false,
        cell: ({ row: { original } }) => <Standing mail={original} />,
      },
      {
        id: 'actions',
        header: 'Actions',
        enableSorting: false,
        cell: ({ row: { original } }) =>
          mails.isOn && original.maySendAgain && original.tries > 0 ? <Again mail={original} /> : null,
      },
    ],
    [mails.isOn],
  );
  return (
    <Stack gap="lg">
      {mails.isOn ? (
        <Text c="dimmed">
          Mails come from {mails.from}, under your name. “Sent” means that a mail server took it.
        </Text>
      ) : (
        <Alert color="orange" role="status" icon={<IconMailOff aria-hidden />}>
          <Text>
            No mail is sent: the operator of the service has set no mail server. Invitations are printed, and
            people see how their request stands on the portal.
          </Text>
        </Alert>
      )}
      <DataTable
        label="Mails"
        columns={columns}
        rows={mails.mails}
        rowKey={({ id }) => id}
        empty="There was no mail in the last 30 days."
      />
    </Stack>
  );
}

function Standing({ mail }: { mail: Mail }) {
  return (
    <Stack gap={4} align="flex-start">
      <State tone={mailTone[mail.state]}>{mailStateName[mail.state]}</State>
      {mail.trouble !== null && <Text size="sm">{mailTroubleName[mail.trouble]}.</Text>}
      {mail.closedAt !== null && (
        <Text size="sm" c="dimmed">
          <When at={mail.closedAt} />
        </Text>
      )}
      {mail.nextTryAt !== null && mail.tries > 0 && (
        <Text size="sm" c="dimmed">
          Tried again <When at={mail.nextTryAt} />
        </Text>
      )}
    </Stack>
  );
}

function Again({ mail }: { mail: Mail }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" size="compact-md" onClick={open}>
          Send again
        </Button>
      )}
      title="Send this mail again"
      about="It is tried at once, and for three days from now."
      initial={{}}
      label="Send again"
      send={() =>
        once<unknown>((signal) =>
          client.POST('/api/mails/{mail}/again', { params: { path: { mail: mail.id } }, signal }),
        )
      }
      changes={[mailsQuery.queryKey]}
      done="It is tried again now."
    />
  );
}

function Test() {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Send a test mail</Button>}
      title="Send a test mail"
      about="A mail to your own address. It goes out within a quarter of a minute; this page says what became of it."
      initial={{}}
      label="Send it"
      send={() => once((signal) => client.POST('/api/mails/test', { signal }))}
      changes={[mailsQuery.queryKey]}
      after={({ to }, close) => (
        <Stack>
          <Text>It goes to {to}.</Text>
          <Button onClick={close}>Done</Button>
        </Stack>
      )}
    />
  );
}
