import {
  Alert,
  Button,
  Group,
  List,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useStoreOf } from '../api/directory';
import { client, once } from '../api/http';
import type {
  Attestation,
  Basis,
  Cause,
  DeclineReason,
  IndirectNotice,
  RecallReason,
  ShareFile,
} from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Attestations } from '../parts/Attestation';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Picture } from '../parts/Picture';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { watchlistKey } from '../watchlist/queries';
import {
  basisName,
  categoryName,
  causeName,
  choices,
  declineName,
  entryRoleName,
  groundName,
  noticeName,
  patternName,
  recallName,
  shareStandingName,
} from '../words';
import { shareQuery, sharingKey } from './queries';
import { shareTone } from './standing';

const route = getRouteApi('/inside/sharing/$share');

export function SharePage() {
  const { share } = route.useParams();
  const file = useQuery(shareQuery(share));
  return <Loaded query={file}>{(found) => <Read file={found} />}</Loaded>;
}

/** Left what was sent, right what the receiving store answers. What went wrong before stands above the picture. */
function Read({ file }: { file: ShareFile }) {
  const { share, sent } = file;
  const may = useMay();
  const storeOf = useStoreOf();
  const zone = storeOf(share.to.id)?.timeZone;
  const isWaiting = share.standing === 'waiting';
  const isOver = ['declined', 'recalled'].includes(share.standing);
  return (
    <Page
      above={
        <A to="/sharing" size="sm">
          Sharing
        </A>
      }
      title={`${share.from.name} to ${share.to.name}`}
      actions={<State tone={shareTone[share.standing]}>{shareStandingName[share.standing]}</State>}
    >
      <Warnings file={file} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="md" component="section" aria-label="What is sent">
          <Title order={2} size="h4">
            What is sent
          </Title>
          <Text size="sm" c="dimmed">
            No template leaves, and no number that leads back to the sender’s entry.
          </Text>
          {sent === null ? (
            <Text c="dimmed">
              The pictures and the evidence are shown only while the offer waits for an answer.
            </Text>
          ) : (
            <Group align="flex-start">
              {Array.from({ length: sent.pictures }, (_, i) => i + 1).map((number) => (
                <Picture
                  key={number}
                  queryKey={['share-picture', share.id, number]}
                  alt={`Picture ${number}`}
                  load={(signal) =>
                    once<Blob>(
                      (s) =>
                        client.GET('/api/shares/{share}/photo', {
                          params: { path: { share: share.id }, query: { number } },
                          parseAs: 'blob',
                          signal: s,
                        }),
                      signal,
                    )
                  }
                />
              ))}
            </Group>
          )}
          <Facts
            facts={[
              [
                'For',
                sent === null
                  ? categoryName[share.category]
                  : `${categoryName[share.category]}, as ${entryRoleName[sent.role].toLowerCase()}`,
              ],
              ['When', <When key="when" at={share.incidentAt} zone={zone} only="day" />],
              ...(sent === null
                ? []
                : ([
                    ['What happened', sent.summary],
                    ['Evidence', sent.evidence],
                    ['Rests on', basisName[sent.basis]],
                    ['Ends there', <When key="ends" at={sent.expiresAt} zone={zone} only="day" distance />],
                  ] as const)),
              ['Why this store needs it', `${patternName[share.pattern]}, ${share.kilometres} km away`],
              ['Lawful ground', groundName[share.ground]],
              ['Offered by', share.offeredBy.name],
              ['Offered', <When key="offered" at={share.offeredAt} zone={zone} />],
            ]}
          />
        </Stack>
        <Stack gap="md" component="section" aria-label="This store’s answer">
          <Title order={2} size="h4">
            The answer of {share.to.name}
          </Title>
          {isWaiting ? (
            <Paper withBorder p="md" radius="md">
              <Stack gap="md">
                <Text>
                  To be answered by <When at={share.lapsesAt} zone={zone} distance />.
                </Text>
                {may('answerShare') ? (
                  <Group className="no-print" grow>
                    <Decline file={file} />
                    <Accept file={file} />
                  </Group>
                ) : (
                  <Text c="dimmed">A manager who works in that store answers.</Text>
                )}
              </Stack>
            </Paper>
          ) : (
            <Facts
              facts={[
                ['Answered by', share.answeredBy?.name ?? 'Nobody'],
                ...(share.answeredAt === null
                  ? []
                  : ([['Answered', <When key="answered" at={share.answeredAt} zone={zone} />]] as const)),
                ...(share.declined === null ? [] : ([['Declined', declineName[share.declined]]] as const)),
                ...(share.notice === null ? [] : ([['The person', noticeName[share.notice]]] as const)),
                ...(share.recalled === null ? [] : ([['Taken back', recallName[share.recalled]]] as const)),
                ...(share.received === null
                  ? []
                  : ([
                      [
                        'Its own entry',
                        <A key="entry" to="/watchlist/$entry" params={{ entry: share.received }}>
                          Read it
                        </A>,
                      ],
                    ] as const)),
                ...(share.hasReached === null
                  ? []
                  : ([
                      [
                        'That store',
                        share.hasReached ? 'Has heard of it and acts on it' : 'Has not heard of it yet',
                      ],
                    ] as const)),
              ]}
            />
          )}
          {!isOver && <Recall file={file} />}
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

/** What went wrong before, and what the person says of it: read before the picture is looked at. */
function Warnings({ file: { warnings, sent } }: { file: ShareFile }) {
  const statements = sent?.statements ?? [];
  return (
    <>
      {warnings.length > 0 && (
        <Caution title="Somebody else was taken for this person before">
          <List>
            {warnings.map(({ at, code }) => (
              <List.Item key={`${at} ${code}`}>
                <When at={at} only="day" />: {causeName[code as Cause]}
              </List.Item>
            ))}
          </List>
        </Caution>
      )}
      {statements.length > 0 && (
        <Caution title="The person’s own statement">
          {statements.map((statement) => (
            <Text key={statement}>“{statement}”</Text>
          ))}
        </Caution>
      )}
    </>
  );
}

function Caution({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={title}>
      {children}
    </Alert>
  );
}

const changes = [sharingKey, watchlistKey];

function Decline({ file: { share } }: { file: ShareFile }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Decline
        </Button>
      )}
      title="Decline the offer"
      about="Nothing of it stays with your store. If the person may be under 18 or vulnerable, the sender’s entry stops matching at once, everywhere."
      initial={{ reason: '' }}
      fields={(form) => (
        <Select label="Reason" required data={choices(declineName)} {...form.getInputProps('reason')} />
      )}
      label="Decline"
      send={({ reason }) =>
        once((signal) =>
          client.POST('/api/shares/{share}/decline', {
            params: { path: { share: share.id } },
            body: { reason: reason as DeclineReason },
            signal,
          }),
        )
      }
      changes={changes}
      done="Declined."
    />
  );
}

function Accept({ file: { share } }: { file: ShareFile }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Accept
        </Button>
      )}
      title={`Propose the person for the list of ${share.to.name}`}
      about="These are your own answers; nothing is taken over from the sender. The person is enrolled anew from the pictures, and another manager of your store, independent of you, must approve it."
      initial={{
        label: '',
        harmHere: '',
        adult: '',
        vulnerable: '',
        basis: '',
        expiresAt: '',
        notice: '',
      }}
      validate={({ adult, vulnerable }) => ({
        ...(adult === '' ? { adult: 'Answer this.' } : {}),
        ...(vulnerable === '' ? { vulnerable: 'Answer this.' } : {}),
      })}
      fields={(form) => (
        <>
          <TextInput
            label="What your staff will call the entry"
            description="No name: “Subject A”."
            required
            maxLength={80}
            {...form.getInputProps('label')}
          />
          <Textarea
            label="What harm has this person done here, or why do you expect them?"
            required
            autosize
            minRows={2}
            maxLength={400}
            {...form.getInputProps('harmHere')}
          />
          <Attestations inputProps={form.getInputProps} />
          <Group grow align="flex-start">
            <Select label="Rests on" required data={choices(basisName)} {...form.getInputProps('basis')} />
            <TextInput
              type="date"
              label="Ends"
              description="Never later than the sender’s entry."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              {...form.getInputProps('expiresAt')}
            />
          </Group>
          <Select
            label="Does the person know that your store holds their face?"
            description="Rule 3A of the Code: tell them, or record why not."
            required
            data={choices(noticeName)}
            {...form.getInputProps('notice')}
          />
        </>
      )}
      label="Propose"
      send={({ adult, vulnerable, basis, expiresAt, notice, ...rest }) =>
        once((signal) =>
          client.POST('/api/shares/{share}/accept', {
            params: { path: { share: share.id } },
            body: {
              ...rest,
              adult: adult as Attestation,
              vulnerable: vulnerable as Attestation,
              basis: basis as Basis,
              expiresAt: new Date(`${expiresAt}T00:00`).toISOString(),
              notice: notice as IndirectNotice,
            },
            signal,
          }),
        )
      }
      changes={changes}
      done="Proposed. Another manager of your store must approve it."
    />
  );
}

function Recall({ file: { share } }: { file: ShareFile }) {
  const may = useMay();
  const isSender = useStoreOf()(share.from.id) !== undefined;
  if (!may('removeEntry') || !isSender) return null;
  return (
    <Group className="no-print">
      <Action
        trigger={(open) => (
          <Button variant="default" onClick={open}>
            Take it back
          </Button>
        )}
        title="Take the share back"
        about={`${share.to.name} stops matching this person within seconds. What it enrolled is taken off its list, and its pictures and templates are destroyed, in every copy.`}
        initial={{ reason: '' }}
        fields={(form) => (
          <Select label="Reason" required data={choices(recallName)} {...form.getInputProps('reason')} />
        )}
        label="Take it back"
        danger
        send={({ reason }) =>
          once((signal) =>
            client.POST('/api/shares/{share}/recall', {
              params: { path: { share: share.id } },
              body: { reason: reason as RecallReason },
              signal,
            }),
          )
        }
        changes={changes}
        done="Taken back."
      />
    </Group>
  );
}
