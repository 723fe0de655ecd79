import { IconPlugConnected, IconPlugConnectedX, IconWifiOff } from '@tabler/icons-react';
import type { LiveState } from '@retailguard/live';
import { clockTime } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './ConnectionBar.module.css';

/**
 * Says whether what is on the screen is how it is now. It has its place on the screen always: a line that comes and goes
 * must not move a button from under a finger.
 */
export function ConnectionBar({ live, timeZone }: { live: LiveState; timeZone: string }) {
  const m = useMessages();
  const { staleSince, status } = live;
  return (
    <div role="status" className={classes.bar} data-status={status}>
      {status === 'live' && (
        <>
          <IconPlugConnected size={20} aria-hidden /> {m.connection.live}
        </>
      )}
      {status === 'connecting' && (
        <>
          <IconPlugConnectedX size={20} aria-hidden /> {m.connection.connecting}
        </>
      )}
      {status === 'offline' && (
        <>
          <IconWifiOff size={24} aria-hidden />
          <strong>
            {staleSince === null
              ? m.connection.offline
              : m.connection.offlineSince(clockTime(staleSince + live.clockOffset, timeZone, true))}
          </strong>
          <span className={classes.means}>{m.connection.offlineText}</span>
        </>
      )}
    </div>
  );
}
