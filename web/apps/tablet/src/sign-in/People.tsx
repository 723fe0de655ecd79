import { Text, Title, UnstyledButton } from '@mantine/core';
import { IconBellRinging, IconUser } from '@tabler/icons-react';
import type { TabletPerson } from '@retailguard/api';
import { useLive } from '@retailguard/live';
import { useNow } from '@retailguard/ui';
import { useCallback, useState } from 'react';
import { isOpen, needsRecord } from '../alert/queue';
import { useAlarm } from '../device/alarm';
import { ConnectionBar } from '../device/ConnectionBar';
import { ColorSchemeButton } from '../idle/ColorSchemeButton';
import type { Place, TabletSession } from '../session/tabletSession';
import { clockTime, countdown, deviceZone, longDate, secondsUntil } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './People.module.css';
import { LanguageMenu } from '../text/LanguageMenu';
import { ChoosePin } from './ChoosePin';
import { PinPad } from './PinPad';
import { Problem } from './Problem';

const nothing: ReadonlySet<string> = new Set();

/** Nobody is signed in: who takes the tablet? It still hears that an alert waits, never what it shows. */
export function People({
  place,
  tablet,
}: {
  place: Extract<Place, { at: 'people' }>;
  tablet: TabletSession;
}) {
  const m = useMessages();
  const [person, setPerson] = useState<TabletPerson | null>(null);
  const [choosingPin, setChoosingPin] = useState(false);
  const backToNames = useCallback(() => {
    setPerson(null);
    setChoosingPin(false);
  }, []);
  const live = useLive(place.live);
  const now = useNow() + live.clockOffset;
  const { handOver } = place;

  const heard =
    live.status === 'live'
      ? live.alerts.filter((alert) => isOpen(alert, { now, cardsPutAway: nothing }))
      : [];
  const waiting = heard.filter((alert) => secondsUntil(alert.votingEndsAt, now) > 0);
  const toRecord = live.alerts.filter((alert) => needsRecord(alert, { now, cardsPutAway: nothing })).length;
  const handOverLeft = handOver === null ? 0 : secondsUntil(handOver.votingEndsAt, now);
  useAlarm(handOver === null ? (waiting[0]?.id ?? null) : null);

  if (person !== null) {
    return choosingPin ? (
      <ChoosePin person={person} tablet={tablet} onBack={backToNames} />
    ) : (
      <PinPad
        person={person}
        tablet={tablet}
        onForgotten={() => {
          setChoosingPin(true);
        }}
        onBack={backToNames}
      />
    );
  }

  const { people, store } = place.tablet;
  const zone = live.store?.timeZone;
  return (
    <div className={classes.page}>
      {live.ended === null && <ConnectionBar live={live} timeZone={zone ?? deviceZone()} />}
      <header className={classes.header}>
        <div>
          <Text fw={600} size="lg">
            {store.name}
          </Text>
          {zone !== undefined && (
            <Text c="dimmed">
              {clockTime(now, zone)} · {longDate(now, zone, m)}
            </Text>
          )}
        </div>
        <div className={classes.tools}>
          <LanguageMenu />
          <ColorSchemeButton />
        </div>
      </header>
      <main className={classes.main}>
        <div role="alert">
          {handOverLeft > 0 ? (
            <div className={classes.waiting}>
              <IconBellRinging size={40} aria-hidden />
              <div>
                <strong>{m.people.secondPerson}</strong>
                <p>{m.people.secondPersonText}</p>
              </div>
              <span className={classes.left} aria-hidden>
                {countdown(handOverLeft)}
              </span>
            </div>
          ) : (
            waiting.length > 0 && (
              <div className={classes.waiting}>
                <IconBellRinging size={40} aria-hidden />
                <div>
                  <strong>{m.people.alertWaiting(waiting.length)}</strong>
                  <p>{m.people.signInToLook}</p>
                </div>
              </div>
            )
          )}
        </div>
        <Problem text={place.notice === null ? null : m.signedOut[place.notice]} />
        <Title order={1}>{m.people.title}</Title>
        {people.length === 0 && <Text size="lg">{m.people.nobody}</Text>}
        <ul className={classes.tiles}>
          {people.map((someone) => (
            <li key={someone.id}>
              <UnstyledButton
                className={classes.tile}
                onClick={() => {
                  setPerson(someone);
                  setChoosingPin(!someone.hasPin);
                }}
              >
                <IconUser size={36} aria-hidden className={classes.icon} />
                <span>
                  {someone.name}
                  {!someone.hasPin && <small>{m.people.noPin}</small>}
                  {handOverLeft > 0 && handOver?.votedBy === someone.id && (
                    <small>{m.people.alreadyVoted}</small>
                  )}
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
        {live.status === 'live' && toRecord > 0 && (
          <Text size="lg" fw={600}>
            {m.idle.outcomesDue(toRecord)}
          </Text>
        )}
        {live.ended !== null && <Text c="dimmed">{m.people.alertsOnlySignedIn}</Text>}
        {live.status === 'live' && <Text c="dimmed">{m.people.watching}</Text>}
      </main>
    </div>
  );
}
