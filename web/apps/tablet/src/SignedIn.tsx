import { VisuallyHidden } from '@mantine/core';
import type { Api } from '@retailguard/api';
import { useLive } from '@retailguard/live';
import { useNow } from '@retailguard/ui';
import { useEffect, useState } from 'react';
import { AlertStage } from './alert/AlertStage';
import { isOpen, needsRecord, needsVote, pick, queueOf, stageOf } from './alert/queue';
import { ConnectionBar } from './device/ConnectionBar';
import { useAlarm } from './device/alarm';
import { useWakeLock } from './device/useWakeLock';
import { StopScreen } from './dispute/StopScreen';
import { useDispute } from './dispute/useDispute';
import { Idle } from './idle/Idle';
import type { Place, TabletSession } from './session/tabletSession';
import { StillThere } from './session/StillThere';
import { useIdleSignOut } from './session/useIdleSignOut';
import classes from './SignedIn.module.css';
import { deviceZone } from './text/time';
import { useMessages } from './text/useMessages';
import { certificateState, mayVote } from './training/certificate';
import { Training } from './training/Training';
import { useIds } from './useIds';

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
  const now = useNow(1_000) + live.clockOffset;
  const [currentId, setCurrentId] = useState<string | null>(null);
  const seenOpen = useIds();
  const dismissed = useIds();
  const cardsPutAway = useIds();
  /** Behind: the person went from the course to an alert and comes back to where they were. */
  const [training, setTraining] = useState<'closed' | 'front' | 'behind'>('closed');
  const left = useIdleSignOut(tablet, session.expiresAt, live);
  const dispute = useDispute(api, live, place.live.answered);
  useWakeLock();

  const viewing = { now, cardsPutAway: cardsPutAway.all };
  seenOpen.addNew(live.alerts.filter((alert) => isOpen(alert, viewing)).map(({ id }) => id));

  const queue = queueOf(live.alerts, viewing, seenOpen.all, dismissed.all);
  const current = pick(queue, viewing, currentId);
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
  const certificate = certificateState(session.certificate, now);
  const leave = () => tablet.leave();
  // Whoever may vote is called away from the course by an alert; who may not goes by their own choice.
  const inTraining =
    training !== 'closed' &&
    dispute.dispute === null &&
    (current === null || (training === 'front' && !mayVote(certificate)));

  const open = (id: string) => {
    seenOpen.add(id);
    dismissed.remove(id);
    setCurrentId(id);
  };

  const front = () => {
    if (dispute.dispute !== null) {
      return (
        <StopScreen
          dispute={dispute.dispute}
          offline={live.status === 'offline'}
          timeZone={timeZone}
          onAgain={dispute.again}
          onBack={dispute.back}
        />
      );
    }
    if (inTraining) return null;
    if (current === null) {
      return (
        <Idle
          api={api}
          session={session}
          live={live}
          certificate={certificate}
          toRecord={live.alerts.filter((alert) => needsRecord(alert, viewing))}
          disputed={live.alerts.filter((alert) => alert.case !== null && cardsPutAway.all.has(alert.id))}
          onRecord={({ id }) => {
            open(id);
          }}
          onCard={({ id }) => {
            cardsPutAway.remove(id);
          }}
          onTrain={() => {
            setTraining('front');
          }}
          onSignOut={leave}
        />
      );
    }
    return (
      <AlertStage
        key={current.id}
        alert={current}
        api={api}
        live={live}
        timeZone={timeZone}
        cardsPutAway={cardsPutAway.all}
        position={{
          number: queue.indexOf(current) + 1,
          of: queue.length,
          next:
            next === undefined || needsVote(current)
              ? null
              : () => {
                  if (stageOf(current, viewing) === 'card') cardsPutAway.add(current.id);
                  setCurrentId(next.id);
                },
        }}
        person={{
          name: session.person.name,
          certificate,
          train: () => {
            setTraining('front');
          },
          signOut: leave,
        }}
        canHandOver={session.tablet !== null}
        onAnswered={place.live.answered}
        onDispute={() => {
          dispute.raise(current.id);
        }}
        onHandOver={() =>
          tablet.leave({ handOver: { votedBy: session.person.id, votingEndsAt: current.votingEndsAt } })
        }
        onDismiss={() => {
          dismissed.add(current.id);
        }}
        onCardDone={() => {
          cardsPutAway.add(current.id);
          // What is owed comes next; otherwise the alert is over for this person.
          if (!current.outcomeDue) dismissed.add(current.id);
        }}
      />
    );
  };

  return (
    <div className={classes.page}>
      <VisuallyHidden role="alert">{newest !== null && m.alert.announce(newest.camera.name)}</VisuallyHidden>
      <ConnectionBar live={live} timeZone={timeZone} />
      {front()}
      {training !== 'closed' && (
        <div hidden={!inTraining}>
          <Training
            api={api}
            timeZone={timeZone}
            onAlert={
              current === null
                ? null
                : () => {
                    setTraining('behind');
                  }
            }
            onPassed={() => tablet.extend()}
            onLeave={() => {
              setTraining('closed');
            }}
          />
        </div>
      )}
      <StillThere left={left} onStay={() => tablet.extend()} onSignOut={leave} />
    </div>
  );
}
