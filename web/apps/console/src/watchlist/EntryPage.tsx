import { Alert, Button, Group, Radio, Stack, Text, Textarea, Timeline, Title } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { usePersonName, useStoreOf } from '../api/directory';
import { client, once } from '../api/http';
import type { Entry, EntryFile, EntryStanding } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Picture } from '../parts/Picture';
import { State } from '../parts/State';
import { Statements } from '../parts/Statements';
import { When } from '../parts/When';
import { useMay, useSession } from '../session/session';
import { SharesOfEntry } from '../sharing/SharesOfEntry';
import { basisName, categoryName, entryRoleName, entryStandingName, plural } from '../words';
import { entryQuery, lookAlikesQuery, watchlistKey } from './queries';
import { LookAgain } from './LookAgain';
import { LookAlikes } from './LookAlikes';
import { entryTone, eventName, harmOf } from './standing';

const route = getRouteApi('/inside/watchlist/$entry');

/** In the place of what nobody can read any more. */
const erased = 'Not shown any more: the entry is over';

export function EntryPage() {
  const { entry } = route.useParams();
  const file = useQuery(entryQuery(entry));
  return <Loaded query={file}>{(found) => <Read file={found} />}</Loaded>;
}

/** One entry, read down like a file: what, on what evidence, until when, and who decided. */
function Read({ file }: { file: EntryFile }) {
  const { entry } = file;
  const store = useStoreOf()(entry.storeId);
  const standing = entry.state as EntryStanding;
  const may = useMay();
  const isOpen = ['proposed', 'active', 'suspended'].includes(standing);
  return (
    <Page
      above={
        <A to="/watchlist" size="sm">
          Watchlist
        </A>
      }
      title={entry.label}
      actions={<State tone={entryTone[standing]}>{entryStandingName[standing]}</State>}
    >
      {entry.suspension !== null && <Suspension entry={entry} />}
      <LookAgain entry={entry} />
      <Facts
        facts={[
          ['Store', store?.name ?? 'A store'],
          ['For', `${categoryName[entry.category]}, as ${entryRoleName[entry.role].toLowerCase()}`],
          ['What happened', file.summary ?? erased],
          ...(harmOf(entry) === null ? [] : [['Harm', harmOf(entry)] as const]),
          ['When', <When key="when" at={entry.incidentAt} zone={store?.timeZone} only="day" />],
          ['Rests on', basisName[entry.basis]],
          ['Evidence', file.evidence ?? erased],
          ['Proposed by', file.enrolledBy.name],
          [
            standing === 'refused' ? 'Refused by' : standing === 'removed' ? 'Taken off by' : 'Approved by',
            file.decidedBy?.name ?? 'Nobody yet: somebody independent of who proposed it must agree',
          ],
          [
            'Criteria',
            <A key="criteria" to="/criteria">
              Version {entry.criteriaVersion}
            </A>,
          ],
          ['Ends', <When key="ends" at={entry.expiresAt} zone={store?.timeZone} only="day" distance />],
        ]}
      />
      <Statements statements={file.statements} />
      {!isOpen && (
        <Text c="dimmed">
          {entry.heldSince === null
            ? 'Pictures and templates of this entry are destroyed.'
            : 'Somebody asks about this entry. What is held of them is kept for the privacy officer until they are answered, matches nobody, and is destroyed then.'}
        </Text>
      )}
      {(isOpen || file.evidence !== null) && <Pictures entry={entry} />}
      {standing === 'proposed' && <LookAlikes entry={entry} />}
      <Decisions entry={entry} />
      <SharesOfEntry entry={entry} />
      {file.reviews.length > 0 && (
        <Stack gap="sm">
          <Title order={2} size="h4">
            Looked at again
          </Title>
          {file.reviews.map(({ kind, at, by, version, grounds }) => (
            <div key={at}>
              <Text>{grounds}</Text>
              <Text size="sm" c="dimmed">
                {by.name}, <When at={at} zone={store?.timeZone} />
                {kind === 'criteria' ? `, under version ${version} of the criteria` : ''}
              </Text>
            </div>
          ))}
        </Stack>
      )}
      <Stack gap="sm">
        <Title order={2} size="h4">
          Its story
        </Title>
        <Timeline bulletSize={16} lineWidth={2}>
          {file.story.map(({ at, action, by }) => (
            <Timeline.Item key={`${at} ${action}`} title={eventName(action)}>
              <Text size="sm" c="dimmed">
                {by?.name ?? 'The system'}, <When at={at} zone={store?.timeZone} />
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
        {may('seeAlerts') && (
          <Text>
            <A to="/alerts" search={{ entry: entry.id }}>
              Alerts on this entry
            </A>
          </Text>
        )}
      </Stack>
    </Page>
  );
}

function Suspension({ entry }: { entry: Entry }) {
  const nameOf = usePersonName();
  if (entry.suspension === null) return null;
  const { detail, at, reinstateAskedBy, reinstateReason } = entry.suspension;
  return (
    <Alert
      role="status"
      color="red"
      icon={<IconPlayerPause aria-hidden />}
      title="Suspended: this entry matches nobody"
    >
      <Text>
        {detail} Since <When at={at} />.
      </Text>
      {reinstateAskedBy !== null && (
        <Text mt="xs">
          {nameOf(reinstateAskedBy)} asked to bring it back: “{reinstateReason}” Somebody independent must
          agree.
        </Text>
      )}
    </Alert>
  );
}

function Pictures({ entry }: { entry: Entry }) {
  const [isShown, setIsShown] = useState(false);
  const [first = 1, ...more] = Array.from({ length: entry.pictures }, (_, i) => i + 1);
  if (!isShown) {
    return (
      <Group>
        <Button
          variant="default"
          onClick={() => {
            setIsShown(true);
          }}
        >
          Show {plural(entry.pictures, 'picture')}
        </Button>
        <Text size="sm" c="dimmed">
          That you looked goes on record.
        </Text>
      </Group>
    );
  }
  return (
    <Group align="flex-start">
      {[first, ...more].map((number) => (
        <Picture
          key={number}
          queryKey={['entry-picture', entry.id, number]}
          alt={`Picture ${number} of ${entry.label}`}
          load={(signal) =>
            once<Blob>(
              (s) =>
                client.GET('/api/entries/{entry}/photo', {
                  params: { path: { entry: entry.id }, query: { number } },
                  parseAs: 'blob',
                  signal: s,
                }),
              signal,
            )
          }
        />
      ))}
    </Group>
  );
}

/** What may be done with an entry as it stands. */
function Decisions({ entry }: { entry: Entry }) {
  const may = useMay();
  const { person: me } = useSession();
  const isProposed = entry.state === 'proposed';
  const isSuspended = entry.state === 'suspended';
  const hasLapsed = ['notRevalidated', 'notReviewed'].includes(entry.suspension?.reason ?? '');
  const isKept = isProposed || isSuspended || entry.state === 'active';
  const isMine = entry.enrolledBy === me.id;
  if (!isKept) return null;
  return (
    <Group className="no-print">
      {isProposed && may('decideEntry') && !isMine && <Approve entry={entry} />}
      {isProposed && may('decideEntry') && <Refuse entry={entry} />}
      {isSuspended && !hasLapsed && may('reinstateEntry') && <Reinstate entry={entry} />}
      {!isProposed && may('removeEntry') && <Remove entry={entry} />}
      {isProposed && isMine && (
        <Text size="sm" c="dimmed">
          You proposed it, so somebody else must approve it.
        </Text>
      )}
    </Group>
  );
}

const changes = [watchlistKey];

function Why({ form }: { form: UseFormReturnType<{ reason: string }> }) {
  return (
    <Textarea
      label="Reason"
      required
      autosize
      minRows={2}
      maxLength={400}
      data-autofocus
      {...form.getInputProps('reason')}
    />
  );
}

function Approve({ entry }: { entry: Entry }) {
  const found = useQuery(lookAlikesQuery(entry.id)).data;
  if (found === undefined) return null;
  const hasLookAlikes = found.length > 0;
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Approve</Button>}
      title={`Approve ${entry.label}`}
      about="You have seen the evidence, and you agree that this person belongs on the list. From now on the store’s cameras look for them, and a match asks two people of the store to compare the pictures."
      initial={{ lookAlikes: '' }}
      validate={({ lookAlikes }) =>
        hasLookAlikes && lookAlikes === '' ? { lookAlikes: 'Answer this.' } : {}
      }
      fields={(form) =>
        hasLookAlikes && (
          <Radio.Group
            label="Is it somebody who is on this list already?"
            description="You have compared the pictures side by side."
            withAsterisk
            {...form.getInputProps('lookAlikes')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="different" label="No: different people who look alike" />
              <Radio value="same" label="Yes: the same person" />
            </Stack>
          </Radio.Group>
        )
      }
      label="Approve"
      send={({ lookAlikes }) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/approve', {
            params: { path: { entry: entry.id }, query: lookAlikes === '' ? {} : { lookAlikes } },
            signal,
          }),
        )
      }
      changes={changes}
      done={`${entry.label} is on the list.`}
    />
  );
}

function Refuse({ entry }: { entry: Entry }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Refuse
        </Button>
      )}
      title={`Refuse ${entry.label}`}
      about="The entry never matches anybody. Its pictures and templates are destroyed at once, in every copy; who proposed it, and that you refused it, stays on record."
      initial={{ reason: '' }}
      fields={(form) => <Why form={form} />}
      label="Refuse"
      danger
      send={(body) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/refuse', { params: { path: { entry: entry.id } }, body, signal }),
        )
      }
      changes={changes}
      done={`${entry.label} is refused.`}
    />
  );
}

function Remove({ entry }: { entry: Entry }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Take off the list
        </Button>
      )}
      title={`Take ${entry.label} off the list`}
      about="The store’s cameras stop looking for this person within seconds, and open alerts on the entry are frozen. Its pictures and templates are destroyed at once, in every copy: to list the person again takes a new proposal."
      initial={{ reason: '' }}
      fields={(form) => <Why form={form} />}
      label="Take off the list"
      danger
      send={(body) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/remove', { params: { path: { entry: entry.id } }, body, signal }),
        )
      }
      changes={changes}
      done={`${entry.label} is off the list.`}
    />
  );
}

function Reinstate({ entry }: { entry: Entry }) {
  const isAsked = entry.suspension?.reinstateAskedBy != null;
  return (
    <Action
      trigger={(open) => (
        <Button onClick={open}>{isAsked ? 'Agree to bring it back' : 'Ask to bring it back'}</Button>
      )}
      title={isAsked ? `Agree to bring ${entry.label} back` : `Ask to bring ${entry.label} back`}
      about={
        isAsked
          ? 'You are the second person. You have compared the alerts with the entry, and it matches again from now on.'
          : 'You have compared the alerts with the entry. It goes on matching nobody until a second person, independent of you, agrees.'
      }
      initial={{ reason: '' }}
      fields={(form) => <Why form={form} />}
      label={isAsked ? 'Agree' : 'Ask'}
      send={(body) =>
        once((signal) =>
          client.POST('/api/entries/{entry}/reinstate', {
            params: { path: { entry: entry.id } },
            body,
            signal,
          }),
        )
      }
      changes={changes}
      done={isAsked ? `${entry.label} matches again.` : 'A second person must agree.'}
    />
  );
}
