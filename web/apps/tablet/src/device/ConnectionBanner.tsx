import { IconPlugConnectedX, IconWifiOff } from '@tabler/icons-react';
import type { LiveState } from '@retailguard/live';
import { clockTime } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './ConnectionBanner.module.css';

/** Says that what is on the screen is old; empty while live, so that a screen reader hears it come. */
export function ConnectionBanner({ live, timeZone }: { live: LiveState; timeZone: string }) {
  const m = useMessages();
  return (
    <div role="status" className={classes.region}>
      {live.status === 'offline' && (
        <div className={classes.offline}>
          <IconWifiOff size={32} aria-hidden />
          <div>
            <strong>
              {live.staleSince === null
                ? m.connection.offline
                : m.connection.offlineSince(clockTime(live.staleSince + live.clockOffset, timeZone, true))}
            </strong>
            <p>{m.connection.offlineText}</p>
          </div>
        </div>
      )}
      {live.status === 'connecting' && live.staleSince !== null && (
        <div className={classes.connecting}>
          <IconPlugConnectedX size={24} aria-hidden /> {m.connection.connecting}
        </div>
      )}
    </div>
  );
}
