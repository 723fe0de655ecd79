import {
  Anchor,
  Button,
  Group,
  NumberInput,
  Radio,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useStoreOf } from '../api/directory';
import { client, once } from '../api/http';
import type {
  CorrectionGround,
  CorrectionMade,
  IdentityCheck,
  RefusalGround,
  RequestFile,
} from '../api/shapes';
import { mailLine } from '../mail/standing';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { Statements } from '../parts/Statements';
import { When } from '../parts/When';
import { day } from '../time';
import { watchlistKey } from '../watchlist/queries';
import {
  choices,
  correctionGroundName,
  correctionMadeName,
  identityCheckName,
  plural,
  refusalGroundName,
  requestChannelName,
  requestKindName,
  requestStateName,
  requestStepName,
} from '../words';
import { clockOf, titleOf, toneOf } from './owed';
import { requestQuery, requestsKey } from './queries';

const route = getRouteApi('/inside/requests/$number');
const erased = 'Destroyed';
const changes = [requestsKey, watchlistKey];
const lastDay = (date: string) => day(`${date}T12:00:00Z`, 'UTC');

export function RequestPage() {
  const { number } = route.useParams();
  const file = useQuery(requestQuery(number));
  return <Loaded query={file}>{(found) => <Read file={found} />}</Loaded>;
}

/** One request, read down like a letter: who asks what, what is owed, what was done. */
function Read({ file }: { file: RequestFile }) {
  const { request } = file;
  const zone = useStoreOf()(request.store.id)?.timeZone;
  const isOpen = request.state === 'open';
  const isGone = file.name === null;
  return (
    <Page
      above={
        <A to="/requests" size="sm">
          Requests
        </A>
      }
      title={titleOf(request)}
      actions={
        <State tone={toneOf(request)}>{isOpen ? clockOf(request) : requestStateName[request.state]}</State>
      }
    >
      <Facts
        facts={[
          ['Store', request.store.name],
          ['Asks', requestKindName[request.kind]],
          [
            'Received',
            <>
              <When at={request.receivedAt} zone={zone} />,{' '}
              {requestChannelName[request.channel].toLowerCase()}
              {file.takenInBy !== null && `, taken in by ${file.takenInBy.name}`}
            </>,
          ],
          ...(request.next !== null && request.nextOn !== null
            ? ([['Due next', `${requestStepName[request.next]} by ${lastDay(request.nextOn)}`]] as const)
            : []),
          ['Answer due', lastDay(request.dueOn)],
          ['Name', file.name ?? erased],
          ['Answer to', file.contact ?? (isGone ? erased : 'They look on the portal')],
          ...(file.mail === null
            ? []
            : [
                [
                  'By mail',
                  file.lastMail === null ? file.mail : `${file.mail}. ${mailLine(file.lastMail)}`,
                ] as const,
              ]),
          ['When and where', file.whenAndWhere ?? erased],
          ['Number on a card', file.reference ?? (isGone ? erased : 'None')],
          ['In their words', file.words ?? (isGone ? erased : 'Nothing')],
          ...file.messages.map(
            ({ at, text }) =>
              [
                'Added',
                <Stack key={at} gap={0}>
                  <When at={at} zone={zone} />
                  <Text style={{ whiteSpace: 'pre-line' }}>{text}</Text>
                </Stack>,
              ] as const,
          ),
          [
            'Entry',
            request.entry === null ? (
              'Not tied to one'
            ) : (
              <A key="entry" to="/watchlist/$entry" params={{ entry: request.entry }}>
                The entry that it concerns
              </A>
            ),
          ],
          ...(request.ground === null
            ? []
            : ([['What is wrong with it', correctionGroundName[request.ground]]] as const)),
          ['Who asks', file.identity === null ? 'Not checked' : identityCheckName[file.identity]],
          ...(file.extendedBy === 0
            ? []
            : ([
                ['Extended', `${plural(file.extendedBy, 'working day')}: ${file.extensionReason ?? erased}`],
              ] as const)),
          ...(file.agency === null ? [] : ([['Transferred to', file.agency]] as const)),
          ...(file.answer === null || file.letter.length > 0 ? [] : ([['Answer', file.answer]] as const)),
        ]}
      />
      {request.kind === 'access' && !isGone && (
        <Text>
          <Anchor href={`/api/requests/${request.number}/pack.html`} target="_blank">
            {isOpen ? 'What the answer would say today' : 'The answer, to print'}
          </Anchor>
        </Text>
      )}
      {file.letter.length > 0 && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            As the person reads it
          </Title>
          {file.letter.map((line) => (
            <Text key={line}>{line}</Text>
          ))}
        </Stack>
      )}
      <Statements statements={file.statement === null ? [] : [file.statement]} />
      <Steps file={file} />
    </Page>
  );
}

/** What may be done with a request as it stands. */
function Steps({ file }: { file: RequestFile }) {
  const { request } = file;
  const isCorrection = request.kind === 'correction' || request.kind === 'wronglyApproached';
  const isComplaint = request.kind === 'complaint' || request.kind === 'wronglyApproached';
  if (request.state !== 'open') return file.mayState ? <RecordStatement number={request.number} /> : null;
  return (
    <Group className="no-print">
      {request.acknowledgedAt === null && <Acknowledge number={request.number} />}
      {request.entry === null && <Tie number={request.number} isCorrection={isCorrection} />}
      {file.identity === null && <CheckIdentity number={request.number} />}
      {request.kind === 'access' && <AnswerAccess file={file} />}
      {isCorrection && request.entry !== null && <Correct number={request.number} />}
      {isComplaint && <AnswerInWords number={request.number} />}
      <Refuse file={file} />
      {!isComplaint && file.extendedBy === 0 && <Extend file={file} />}
      <Transfer file={file} />
    </Group>
  );
}

function Acknowledge({ number }: { number: string }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Acknowledge</Button>}
      title="Acknowledge the request"
      about="The person reads on the portal that somebody has it in hand, and by when they get an answer."
      initial={{}}
      label="Acknowledge"
      send={() =>
        once((signal) =>
          client.POST('/api/requests/{number}/acknowledge', { params: { path: { number } }, signal }),
        )
      }
      changes={changes}
      done="The request is acknowledged."
    />
  );
}

function Tie({ number, isCorrection }: { number: string; isCorrection: boolean }) {
  const initial: { caseNumber: string; entry: string; ground: CorrectionGround | '' } = {
    caseNumber: '',
    entry: '',
    ground: '',
  };
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Say which entry it concerns
        </Button>
      )}
      title="Say which entry it concerns"
      about={
        isCorrection
          ? 'The entry matches nobody from this moment on, and its open alerts stop. The request is to be decided within two working days; then two people may bring the entry back. What was looked at once on the same ground does not suspend it again.'
          : 'The answer is built from this entry. It goes on matching.'
      }
      initial={initial}
      fields={(form) => (
        <>
          <TextInput
            label="Number on the person’s card"
            placeholder="RG-7F3K-2QXD"
            maxLength={40}
            {...form.getInputProps('caseNumber')}
          />
          <TextInput
            label="Or the entry’s id"
            description="The last part of the address of its page."
            {...form.getInputProps('entry')}
          />
          {isCorrection && (
            <Select
              label="What is wrong with it"
              required
              data={choices(correctionGroundName)}
              {...form.getInputProps('ground')}
            />
          )}
        </>
      )}
      validate={({ ground }) =>
        isCorrection && ground === '' ? { ground: 'Choose what is wrong with it.' } : {}
      }
      label="Tie it to this entry"
      danger={isCorrection}
      send={({ caseNumber, entry, ground }) =>
        once((signal) =>
          client.POST('/api/requests/{number}/tie', {
            params: { path: { number } },
            body: {
              entry: entry.trim() === '' ? null : entry.trim(),
              caseNumber: caseNumber.trim() === '' ? null : caseNumber,
              ground: ground === '' ? null : ground,
            },
            signal,
          }),
        )
      }
      changes={changes}
      done={isCorrection ? 'Tied. The entry matches nobody.' : 'Tied.'}
    />
  );
}

function CheckIdentity({ number }: { number: string }) {
  const initial: { how: IdentityCheck | '' } = { how: '' };
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Record who asks
        </Button>
      )}
      title="How did you make sure who asks?"
      about="Ask for no more than you need. Take no copy and no picture of a document: nothing of it is kept."
      initial={initial}
      fields={(form) => (
        <Radio.Group label="How" required {...form.getInputProps('how')}>
          <Stack gap="xs" mt="xs">
            {choices(identityCheckName).map(({ value, label }) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      validate={({ how }) => (how === '' ? { how: 'Choose one.' } : {})}
      label="Record"
      send={({ how }) =>
        once((signal) =>
          client.POST('/api/requests/{number}/identity', {
            params: { path: { number } },
            body: { how: how as IdentityCheck },
            signal,
          }),
        )
      }
      changes={changes}
      done="It is on record how you made sure."
    />
  );
}

function AnswerAccess({ file }: { file: RequestFile }) {
  const { number } = file.request;
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Answer</Button>}
      title="Answer what is held"
      about={
        file.request.entry === null
          ? 'No entry is tied to it: the answer says that nothing was found, how you looked, and what such a search misses.'
          : 'The answer lists what is held: what, of which type, its source, who got it, and until when. Names of staff are not in it.'
      }
      initial={{ account: '', text: '' }}
      fields={(form) => (
        <>
          {file.request.entry !== null && (
            <Textarea
              label="What is said to have happened"
              description="As it stands on the entry, with every other person taken out. Left empty, it is withheld under section 53(b)."
              autosize
              minRows={3}
              maxLength={1000}
              {...form.getInputProps('account')}
            />
          )}
          <Textarea
            label="Anything to add"
            autosize
            minRows={2}
            maxLength={4000}
            {...form.getInputProps('text')}
          />
        </>
      )}
      label="Answer"
      send={({ account, text }) =>
        once((signal) =>
          client.POST('/api/requests/{number}/answer', {
            params: { path: { number } },
            body: {
              account: account.trim() === '' ? null : account,
              text: text.trim() === '' ? null : text,
            },
            signal,
          }),
        )
      }
      changes={changes}
      done="The request is answered."
    />
  );
}

function AnswerInWords({ number }: { number: string }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Answer in writing</Button>}
      title="Answer in writing"
      about="What you found out, what you are sorry for, and what is different now. The person reads it on the portal, with how to complain further."
      initial={{ text: '' }}
      fields={(form) => (
        <Textarea
          label="Your answer"
          required
          autosize
          minRows={4}
          maxLength={4000}
          {...form.getInputProps('text')}
        />
      )}
      label="Answer"
      send={({ text }) =>
        once((signal) =>
          client.POST('/api/requests/{number}/answer', {
            params: { path: { number } },
            body: { text, account: null },
            signal,
          }),
        )
      }
      changes={changes}
      done="The request is answered."
    />
  );
}

function Correct({ number }: { number: string }) {
  const initial: { made: CorrectionMade | ''; summary: string; text: string } = {
    made: '',
    summary: '',
    text: '',
  };
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Correct it</Button>}
      title="Correct it"
      about="Taking the entry off the list destroys its pictures, template and words at once, in every copy."
      initial={initial}
      fields={(form) => (
        <>
          <Radio.Group label="What is done" required {...form.getInputProps('made')}>
            <Stack gap="xs" mt="xs">
              {choices(correctionMadeName).map(({ value, label }) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          {form.getValues().made === 'corrected' && (
            <Textarea
              label="What happened, as it will stand on the entry"
              required
              autosize
              minRows={3}
              maxLength={1000}
              {...form.getInputProps('summary')}
            />
          )}
          <Textarea
            label="What you tell the person"
            required
            autosize
            minRows={3}
            maxLength={4000}
            {...form.getInputProps('text')}
          />
        </>
      )}
      validate={({ made }) => (made === '' ? { made: 'Choose one.' } : {})}
      label="Correct it"
      danger
      send={({ made, summary, text }) =>
        once((signal) =>
          client.POST('/api/requests/{number}/correct', {
            params: { path: { number } },
            body: { made: made as CorrectionMade, summary: made === 'corrected' ? summary : null, text },
            signal,
          }),
        )
      }
      changes={changes}
      done="It is corrected, and the person is told."
    />
  );
}

function Refuse({ file }: { file: RequestFile }) {
  const { number } = file.request;
  const initial: { ground: RefusalGround | ''; reason: string } = { ground: '', reason: '' };
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Refuse
        </Button>
      )}
      title="Refuse the request"
      about="The person reads the ground, its section of the Privacy Act 2020, your reason, and how to complain. Who asked for a correction is offered to put their own statement beside the entry."
      initial={initial}
      fields={(form) => (
        <>
          <Select
            label="Ground"
            required
            data={file.grounds.map((ground) => ({ value: ground, label: refusalGroundName[ground] }))}
            {...form.getInputProps('ground')}
          />
          <Textarea
            label="Reason, in plain words"
            required
            autosize
            minRows={3}
            maxLength={2000}
            {...form.getInputProps('reason')}
          />
        </>
      )}
      validate={({ ground }) => (ground === '' ? { ground: 'Choose a ground.' } : {})}
      label="Refuse"
      danger
      send={({ ground, reason }) =>
        once((signal) =>
          client.POST('/api/requests/{number}/refuse', {
            params: { path: { number } },
            body: { ground: ground as RefusalGround, reason },
            signal,
          }),
        )
      }
      changes={changes}
      done="The request is refused, with its reason."
    />
  );
}

function Extend({ file }: { file: RequestFile }) {
  const { number, extendBy } = file.request;
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Extend
        </Button>
      )}
      title="Take more time"
      about={`Once, and only until ${lastDay(extendBy)}. The person reads the reason, how much longer it takes, and how to complain about it.`}
      initial={{ workingDays: 5, reason: '' }}
      fields={(form) => (
        <>
          <NumberInput
            label="Working days more"
            required
            min={1}
            max={20}
            {...form.getInputProps('workingDays')}
          />
          <Textarea
            label="Reason"
            required
            autosize
            minRows={2}
            maxLength={400}
            {...form.getInputProps('reason')}
          />
        </>
      )}
      label="Extend"
      send={(body) =>
        once((signal) =>
          client.POST('/api/requests/{number}/extend', { params: { path: { number } }, body, signal }),
        )
      }
      changes={changes}
      done="The time is extended, and the person is told."
    />
  );
}

function Transfer({ file }: { file: RequestFile }) {
  const { number, transferBy } = file.request;
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Transfer
        </Button>
      )}
      title="Transfer to another agency"
      about={`Only when somebody else holds what is asked for, and until ${lastDay(transferBy)}. The person reads to whom it went; you send it there.`}
      initial={{ agency: '' }}
      fields={(form) => (
        <TextInput
          label="Who holds it, and how to reach them"
          required
          maxLength={200}
          {...form.getInputProps('agency')}
        />
      )}
      label="Transfer"
      send={(body) =>
        once((signal) =>
          client.POST('/api/requests/{number}/transfer', { params: { path: { number } }, body, signal }),
        )
      }
      changes={changes}
      done="The request is transferred."
    />
  );
}

function RecordStatement({ number }: { number: string }) {
  return (
    <Group className="no-print">
      <Action
        trigger={(open) => <Button onClick={open}>Record their statement of correction</Button>}
        title="Record their statement of correction"
        about="As the person gave it by phone or on paper. It stands beside the entry: whoever reads the one reads the other."
        initial={{ text: '' }}
        fields={(form) => (
          <Textarea
            label="Their statement"
            required
            autosize
            minRows={4}
            maxLength={1000}
            {...form.getInputProps('text')}
          />
        )}
        label="Put it beside the entry"
        send={(body) =>
          once((signal) =>
            client.POST('/api/requests/{number}/statement', { params: { path: { number } }, body, signal }),
          )
        }
        changes={changes}
        done="The statement stands beside the entry."
      />
    </Group>
  );
}
