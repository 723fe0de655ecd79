import { Button } from '@mantine/core';
import { IconCircleCheck, IconClockOff, IconUserOff } from '@tabler/icons-react';
import type { AlertView } from '@retailguard/api';
import { secondsSince } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame, type Position, type SignedInPerson } from './AlertFrame';
import classes from './Message.module.css';

/** How an alert that was open on this screen ended. */
export function ResultScreen(props: {
  alert: AlertView;
  now: number;
  position: Position;
  person: SignedInPerson;
  onDismiss: () => void;
}) {
  const m = useMessages();
  const { alert, now } = props;
  const [Icon, title, text] =
    alert.state === 'closed'
      ? ([
          IconCircleCheck,
          m.result.closed,
          alert.outcome === null ? '' : m.result.outcome(m.outcomes[alert.outcome]),
        ] as const)
      : alert.state === 'expired'
        ? ([
            IconClockOff,
            m.result.expired,
            alert.situation === null ? m.result.expiredText : m.result.tooLateText,
          ] as const)
        : ([IconUserOff, m.result.rejected, m.result.rejectedText] as const);
  return (
    <AlertFrame
      title={title}
      detail={m.alert.seen(alert.camera.name, m.ago(secondsSince(alert.capturedAt, now)))}
      clock={null}
      over
      position={props.position}
      person={props.person}
    >
      <div className={classes.message} role="status">
        <Icon size={96} stroke={1.5} aria-hidden />
        <p className={classes.large}>{text}</p>
        {alert.outcomeBy !== null && <p className={classes.text}>{m.result.recordedBy(alert.outcomeBy)}</p>}
        <Button className={classes.action ?? ''} onClick={props.onDismiss}>
          {m.result.dismiss}
        </Button>
      </div>
    </AlertFrame>
  );
}
