import { IconUserCheck } from '@tabler/icons-react';
import type { AlertView } from '@retailguard/api';
import { WorkingButton } from '../device/WorkingButton';
import { secondsSince, secondsUntil } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame, type Position, type SignedInPerson } from './AlertFrame';
import classes from './Message.module.css';

/** R24: the own vote is in; another person looks, after signing in afresh, without seeing it. */
export function WaitingScreen(props: {
  alert: AlertView;
  now: number;
  position: Position;
  person: SignedInPerson;
  canHandOver: boolean;
  onHandOver: () => Promise<void>;
}) {
  const m = useMessages();
  const { alert, now } = props;
  return (
    <AlertFrame
      title={m.waiting.title}
      detail={m.alert.seen(alert.camera.name, m.ago(secondsSince(alert.capturedAt, now)))}
      clock={{
        label: m.alert.timeLeft,
        left: secondsUntil(alert.votingEndsAt, now),
        of: secondsUntil(alert.votingEndsAt, Date.parse(alert.raisedAt)),
      }}
      position={props.position}
      person={props.person}
    >
      <div className={classes.message} role="status">
        <IconUserCheck size={96} stroke={1.5} aria-hidden />
        <p className={classes.large}>{m.waiting.text}</p>
        <p className={classes.text}>{m.waiting.explain}</p>
        {props.canHandOver && (
          <>
            <WorkingButton act={props.onHandOver} className={classes.action ?? ''}>
              {m.waiting.handOver}
            </WorkingButton>
            <p className={classes.text}>{m.waiting.handOverHint}</p>
          </>
        )}
      </div>
    </AlertFrame>
  );
}
