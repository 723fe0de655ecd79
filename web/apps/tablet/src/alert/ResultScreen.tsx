import { Button } from '@mantine/core';
import { IconBell, IconCircleCheck, IconClockOff, IconHandStop, IconUserOff } from '@tabler/icons-react';
import type { AlertView } from '@retailguard/api';
import { Problem } from '../sign-in/Problem';
import { clockTime } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame } from './AlertFrame';
import classes from './Message.module.css';
import type { AlertShared } from './shared';
import { useAction } from './useAction';
import { useReasonToStop } from './useReasonToStop';

/** How an alert that was open on this screen ended. */
export function ResultScreen({ shared, onDismiss }: { shared: AlertShared; onDismiss: () => void }) {
  const m = useMessages();
  const { alert } = shared;
  const { Icon, title, text } = useResult(alert);
  return (
    <AlertFrame shared={shared} title={title} clock={null} over disputable={alert.case === null}>
      <div
        className={classes.message}
        role="status"
        data-stop={alert.state === 'frozen' || alert.state === 'disputed'}
      >
        <Icon size={96} stroke={1.5} aria-hidden />
        <p className={classes.large}>{text}</p>
        {alert.outcomeBy !== null && <p className={classes.text}>{m.result.recordedBy(alert.outcomeBy)}</p>}
        {alert.state === 'rejected' && <Suppression shared={shared} />}
        <Button className={classes.action ?? ''} onClick={onDismiss}>
          {m.result.dismiss}
        </Button>
      </div>
    </AlertFrame>
  );
}

function useResult(alert: AlertView): { Icon: typeof IconBell; title: string; text: string } {
  const m = useMessages();
  const stop = useReasonToStop(alert);
  switch (alert.state) {
    case 'closed':
      return {
        Icon: IconCircleCheck,
        title: m.result.closed,
        text: alert.outcome === null ? '' : m.result.outcome(m.outcomes[alert.outcome]),
      };
    case 'expired':
      return {
        Icon: IconClockOff,
        title: m.result.expired,
        text: alert.situation === null ? m.result.expiredText : m.result.tooLateText,
      };
    case 'frozen':
    case 'disputed':
      return { Icon: IconHandStop, title: stop.title, text: stop.text };
    default:
      return { Icon: IconUserOff, title: m.result.rejected, text: m.result.rejectedText };
  }
}

/** R16: the pair that was told apart raises nothing for a while, unless a person lifts that. */
function Suppression({ shared }: { shared: AlertShared }) {
  const m = useMessages();
  const { alert, api, live, now, timeZone } = shared;
  const { working, problem, act } = useAction<'again'>(shared);
  const until = alert.suppressedUntil;
  if (until === null || Date.parse(until) <= now) return null;
  return (
    <>
      <p className={classes.text}>{m.result.suppressed(clockTime(Date.parse(until), timeZone))}</p>
      <Problem text={problem} />
      <Button
        variant="default"
        leftSection={<IconBell aria-hidden />}
        loading={working !== null}
        disabled={live.status !== 'live'}
        onClick={() => void act('again', alert.version, () => api.alertAgain(alert.id))}
      >
        {m.result.alertAgain}
      </Button>
    </>
  );
}
