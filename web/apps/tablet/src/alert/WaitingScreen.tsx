import { IconUserCheck } from '@tabler/icons-react';
import { WorkingButton } from '../device/WorkingButton';
import { secondsUntil } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame } from './AlertFrame';
import classes from './Message.module.css';
import type { AlertShared } from './shared';

/** R24: the own vote is in; another person looks, after signing in afresh, without seeing it. */
export function WaitingScreen(props: {
  shared: AlertShared;
  canHandOver: boolean;
  onHandOver: () => Promise<void>;
}) {
  const m = useMessages();
  const { alert, now } = props.shared;
  return (
    <AlertFrame
      shared={props.shared}
      title={m.waiting.title}
      clock={{
        label: m.alert.timeLeft,
        left: secondsUntil(alert.votingEndsAt, now),
        of: secondsUntil(alert.votingEndsAt, Date.parse(alert.raisedAt)),
      }}
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
