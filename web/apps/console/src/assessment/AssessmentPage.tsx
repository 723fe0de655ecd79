import { Alert, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLink } from '@tanstack/react-router';
import { client, once } from '../api/http';
import type { AssessmentDesk } from '../api/shapes';
import { Action } from '../parts/Action';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { assessmentKey, assessmentQuery } from './queries';
import { isGood, standingAbout, standingTitle } from './standing';
import { Changes, Versions } from './Versions';

const ButtonLink = createLink(Button<'a'>);

/** R44: why faces are recognised at all, what was weighed, and whether two people have approved it. */
export function AssessmentPage() {
  const desk = useQuery(assessmentQuery);
  const may = useMay();
  return (
    <Page
      title="Assessment"
      about="The privacy impact and proportionality assessment. No store matches anybody unless two people, independent of whoever wrote it and of each other, have approved it as the product is now."
      actions={
        <ButtonLink component="a" to="/assessment/draft" variant="default">
          {may('writeAssessment') ? 'Write the next version' : 'Read the draft'}
        </ButtonLink>
      }
    >
      <Loaded query={desk}>
        {(found) => (
          <>
            <Standing desk={found} />
            {found.waiting !== null && <Waiting waiting={found.waiting} />}
            <Settings desk={found} />
          </>
        )}
      </Loaded>
      <Versions />
    </Page>
  );
}

function Standing({ desk: { standing, inForce } }: { desk: AssessmentDesk }) {
  const good = isGood(standing);
  return (
    <Alert
      role="status"
      color={good && standing !== 'ending' ? 'teal' : 'orange'}
      icon={good ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={standingTitle[standing]}
    >
      <Stack gap="xs">
        {inForce !== null && (
          <Text>
            Version {inForce.version}, approved on <When at={inForce.approvedAt} only="day" /> by{' '}
            {inForce.approvedBy.map(({ name }) => name).join(' and ')}. To be reviewed by{' '}
            <When at={inForce.reviewBy} only="day" />.
          </Text>
        )}
        <Text>{standingAbout[standing]}</Text>
      </Stack>
    </Alert>
  );
}

type WaitingVersion = NonNullable<AssessmentDesk['waiting']>;

/** What the approvers read is what they approve. */
function Waiting({ waiting }: { waiting: WaitingVersion }) {
  const may = useMay()('writeAssessment');
  const { version, submittedBy, submittedAt, review, first, outdated, parts, changes, whyNotYou } = waiting;
  return (
    <section aria-labelledby="waiting">
      <Stack gap="sm" maw={760}>
        <Title order={2} size="h4" id="waiting">
          Version {version} waits for approval
        </Title>
        <Text>
          Submitted by {submittedBy.name} on <When at={submittedAt} />.{' '}
          {first === null
            ? 'Nobody has approved it yet.'
            : `${first.name} has approved it; a second person is missing.`}
        </Text>
        {review !== null && <Text>What the review found: {review}</Text>}
        {outdated.length > 0 && (
          <Text fw={600}>
            The {outdated.join(' and the ')} changed since. It cannot be approved: send it back and submit it
            anew.
          </Text>
        )}
        {changes.length > 0 && <Changes label={`Changes of version ${version}`} changes={changes} />}
        <details open={first === null}>
          <summary>The whole of version {version}</summary>
          <Facts facts={parts.map(({ heading, text }) => [heading, text ?? ''] as const)} />
        </details>
        {may && (
          <Group className="no-print">
            {whyNotYou === null ? (
              outdated.length === 0 && <Approve version={version} isSecond={first !== null} />
            ) : (
              <Text>{whyNotYou}</Text>
            )}
            <Return version={version} />
          </Group>
        )}
      </Stack>
    </section>
  );
}

function Approve({ version, isSecond }: { version: number; isSecond: boolean }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Approve version {version}</Button>}
      title={`Approve version ${version}`}
      about={
        isSecond
          ? 'You are the second: it is in force for every store at once.'
          : 'You are the first: it is in force once a second person agrees.'
      }
      initial={{}}
      label="I have read it and approve it"
      send={() =>
        once((signal) =>
          client.POST('/api/assessment/versions/{version}/approve', {
            params: { path: { version } },
            signal,
          }),
        )
      }
      changes={[assessmentKey]}
      done={isSecond ? `Version ${version} is in force.` : 'Your approval is on record.'}
    />
  );
}

function Return({ version }: { version: number }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Send it back
        </Button>
      )}
      title={`Send version ${version} back`}
      about="It stays on record as it is, with your reason. The draft goes on from it."
      initial={{ reason: '' }}
      fields={(form) => (
        <Textarea
          label="What is to be put right"
          required
          autosize
          minRows={3}
          maxLength={2000}
          data-autofocus
          {...form.getInputProps('reason')}
        />
      )}
      label="Send it back"
      send={(body) =>
        once<unknown>((signal) =>
          client.POST('/api/assessment/versions/{version}/return', {
            params: { path: { version } },
            body,
            signal,
          }),
        )
      }
      changes={[assessmentKey]}
      done={`Version ${version} is sent back.`}
    />
  );
}

function Settings({ desk: { settings, inForce } }: { desk: AssessmentDesk }) {
  return (
    <section aria-labelledby="settings">
      <Stack gap="sm">
        <Title order={2} size="h4" id="settings">
          What it judges
        </Title>
        <Text maw={760}>When one of these changes, every store stops until it is assessed anew.</Text>
        <Facts
          facts={settings.map(({ name, now, assessed }) => [
            name,
            inForce === null || assessed === now
              ? now
              : `${now}; assessed ${assessed === null ? 'never' : `as ${assessed}`}`,
          ])}
        />
      </Stack>
    </section>
  );
}
