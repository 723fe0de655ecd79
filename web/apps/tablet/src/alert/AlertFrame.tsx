import { Button, Progress } from '@mantine/core';
import { IconBellRinging, IconClockHour4, IconLogout, IconStack2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { WorkingButton } from '../device/WorkingButton';
import { countdown } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './AlertFrame.module.css';

/** Whose answers count: shown on every screen of an alert, with a way out for anyone else. */
export interface SignedInPerson {
  name: string;
  signOut: () => Promise<void>;
}

export interface Position {
  number: number;
  of: number;
  /** Goes to the next alert that needs this person's vote; null when there is none. */
  next: (() => void) | null;
}

/** What every screen of an alert shares: its title, the camera, the time left and its place in the queue. */
export function AlertFrame(props: {
  title: string;
  detail: string;
  clock: { label: string; left: number; of: number } | null;
  position: Position;
  person: SignedInPerson;
  /** Nothing is wanted of the person any more. */
  over?: boolean;
  children: ReactNode;
}) {
  const m = useMessages();
  const { clock, position } = props;
  return (
    <div className={classes.page} data-screen="alert" data-over={props.over ?? false}>
      <header className={classes.header}>
        {props.over !== true && <IconBellRinging size={40} aria-hidden className={classes.bell} />}
        <div className={classes.titles}>
          <h1 className={classes.title}>{props.title}</h1>
          <p className={classes.detail}>{props.detail}</p>
        </div>
        {position.of > 1 && (
          <div className={classes.position}>
            <IconStack2 size={24} aria-hidden /> {m.alert.position(position.number, position.of)}
          </div>
        )}
        {clock !== null && (
          <div className={classes.clock} role="timer" aria-label={clock.label}>
            <span className={classes.clockLabel}>
              <IconClockHour4 size={20} aria-hidden /> {clock.left === 0 ? m.alert.timeUp : clock.label}
            </span>
            <strong className={classes.time}>{countdown(clock.left)}</strong>
          </div>
        )}
        <WorkingButton
          variant="default"
          className={classes.person ?? ''}
          leftSection={<IconLogout aria-hidden />}
          aria-label={m.alert.notYou(props.person.name)}
          act={props.person.signOut}
        >
          <span className={classes.name}>{props.person.name}</span>
        </WorkingButton>
      </header>
      {clock !== null && (
        <Progress
          value={(100 * clock.left) / clock.of}
          radius={0}
          size={8}
          color="var(--rg-attention)"
          aria-hidden
          className={classes.progress}
        />
      )}
      <main className={classes.main}>
        {props.children}
        {position.next !== null && (
          <Button variant="outline" className={classes.next} onClick={position.next}>
            {m.alert.nextWaiting}
          </Button>
        )}
      </main>
    </div>
  );
}
