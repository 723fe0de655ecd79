import { Button, Progress } from '@mantine/core';
import { IconBellRinging, IconClockHour4, IconHandStop, IconLogout, IconStack2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { WorkingButton } from '../device/WorkingButton';
import { LanguageMenu } from '../text/LanguageMenu';
import { countdown, secondsSince } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './AlertFrame.module.css';
import type { AlertShared } from './shared';

/**
 * What every screen of an alert shares: its title, the camera, the time left, its place in the queue,
 * and, always at the same place, the button that stops everything (R28).
 */
export function AlertFrame(props: {
  shared: AlertShared;
  title: string;
  clock: { label: string; left: number; of: number } | null;
  /** Nothing is wanted of the person any more. */
  over?: boolean;
  /** Not on the screens that follow a dispute. */
  disputable?: boolean;
  children: ReactNode;
}) {
  const m = useMessages();
  const { clock } = props;
  const { alert, now, person, position, onDispute } = props.shared;
  return (
    <div className={classes.page} data-screen="alert" data-over={props.over ?? false}>
      <header className={classes.header}>
        {props.over !== true && <IconBellRinging size={40} aria-hidden className={classes.bell} />}
        <div className={classes.titles}>
          <h1 className={classes.title}>{props.title}</h1>
          <p className={classes.detail}>
            {m.alert.seen(alert.camera.name, m.ago(secondsSince(alert.capturedAt, now)))}
          </p>
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
        <div className={classes.tools}>
          <LanguageMenu compact />
          <WorkingButton
            variant="default"
            className={classes.person ?? ''}
            leftSection={<IconLogout aria-hidden />}
            aria-label={m.alert.notYou(person.name)}
            act={person.signOut}
          >
            <span className={classes.name}>{person.name}</span>
          </WorkingButton>
        </div>
        {props.disputable !== false && (
          <Button
            variant="default"
            className={classes.dispute}
            leftSection={<IconHandStop size={28} aria-hidden />}
            onClick={onDispute}
          >
            {m.dispute.button}
          </Button>
        )}
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
