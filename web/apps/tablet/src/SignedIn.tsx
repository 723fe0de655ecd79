import { Modal, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { Api } from '@retailguard/api';
import { useLive } from '@retailguard/live';
import { useEffect, useState } from 'react';
import { AlertStage } from './alert/AlertStage';
import { isOpen, needsVote, pick, queueOf } from './alert/queue';
import { ConnectionBanner } from './device/ConnectionBanner';
import { useAlarm } from './device/alarm';
import { WorkingButton } from './device/WorkingButton';
import { useWakeLock } from './device/useWakeLock';
import { Idle } from './idle/Idle';
import type { Place, TabletSession } from './session/tabletSession';
import { useIdleSignOut } from './session/useIdleSignOut';
import classes from './SignedIn.module.css';
import { deviceZone } from './text/time';
import { useMessages } from './text/useMessages';

/** Seconds before the automatic sign-out at which the tablet asks. */
const warnAt = 30;

export function SignedIn({
  place,
  api,
  tablet,
}: {
  place: Extract<Place, { at: 'signedIn' }>;
  api: Api;
  tablet: TabletSession;
}) {
  const m = useMessages();
  const { session } = place;
  const live = useLive(place.live);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [seenOpen, setSeenOpen] = useState<ReadonlySet<string>>(new Set());
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const left = useIdleSignOut(tablet, session.expiresAt, live);
  useWakeLock();

  const unseen = live.alerts.filter((alert) => isOpen(alert) && !seenOpen.has(alert.id));
  if (unseen.length > 0) setSeenOpen(new Set([...seenOpen, ...unseen.map((alert) => alert.id)]));

  const queue = queueOf(live.alerts, seenOpen, dismissed);
  const current = pick(queue, currentId);
  if (current !== null && current.id !== currentId) setCurrentId(current.id);

  const toVote = live.alerts.filter(needsVote).sort((a, b) => b.raisedAt.localeCompare(a.raisedAt));
  const newest = toVote[0] ?? null;
  useAlarm(newest?.id ?? null);

  const { ended } = live;
  useEffect(() => {
    if (ended !== null) void tablet.leave({ notice: 'server' });
  }, [ended, tablet]);

  const alerting = current !== null;
  useEffect(() => {
    document.title = alerting ? `${m.alert.pageTitle} · ${m.app}` : m.app;
  }, [alerting, m]);

  const next = queue.find((alert) => alert.id !== current?.id && needsVote(alert));
  const timeZone = live.store?.timeZone ?? deviceZone();

  return (
    <div className={classes.page}>
      <VisuallyHidden role="alert">{newest !== null && m.alert.announce(newest.camera.name)}</VisuallyHidden>
      <ConnectionBanner live={live} timeZone={timeZone} />
      {current === null ? (
        <Idle session={session} live={live} onSignOut={() => tablet.leave()} />
      ) : (
        <AlertStage
          key={current.id}
          alert={current}
          api={api}
          live={live}
          timeZone={timeZone}
          position={{
            number: queue.indexOf(current) + 1,
            of: queue.length,
            next:
              next === undefined || needsVote(current)
                ? null
                : () => {
                    setCurrentId(next.id);
                  },
          }}
          person={{ name: session.person.name, signOut: () => tablet.leave() }}
          canHandOver={session.tablet !== null}
          onAnswered={place.live.answered}
          onHandOver={() =>
            tablet.leave({
              handOver: { votedBy: session.person.id, votingEndsAt: current.votingEndsAt },
            })
          }
          onDismiss={() => {
            setDismissed(new Set([...dismissed, current.id]));
          }}
        />
      )}
      <Modal.Root
        opened={left !== null && left > 0 && left <= warnAt}
        onClose={() => void tablet.extend()}
        centered
      >
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body p="xl">
            <Stack gap="lg">
              <Modal.Title className={classes.warning}>{m.staySignedIn.title}</Modal.Title>
              <Text size="xl">{m.staySignedIn.text(left ?? 0)}</Text>
              <WorkingButton data-autofocus act={() => tablet.extend()}>
                {m.staySignedIn.stay}
              </WorkingButton>
              <WorkingButton variant="default" act={() => tablet.leave()}>
                {m.idle.signOut}
              </WorkingButton>
            </Stack>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </div>
  );
}
