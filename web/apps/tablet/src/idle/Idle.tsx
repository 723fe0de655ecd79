import { Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconShieldCheck,
  IconShieldOff,
  IconVideo,
  IconVideoOff,
  IconWifiOff,
} from '@tabler/icons-react';
import type { CameraState } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { useNow } from '@retailguard/ui';
import { WorkingButton } from '../device/WorkingButton';
import type { StoreSession } from '../session/tabletSession';
import { clockTime, deviceZone, longDate, secondsSince } from '../text/time';
import { useMessages } from '../text/useMessages';
import { ColorSchemeButton } from './ColorSchemeButton';
import classes from './Idle.module.css';

const cameraIcons: Record<CameraState, typeof IconVideo> = {
  live: IconVideo,
  silent: IconVideoOff,
  failed: IconAlertTriangle,
  offline: IconWifiOff,
};

/** Nothing happens: the time, whether the store is watched, and what of it is not working. */
export function Idle(props: { session: StoreSession; live: LiveState; onSignOut: () => Promise<void> }) {
  const m = useMessages();
  const { live, session } = props;
  const now = useNow(1_000) + live.clockOffset;
  const { store } = live;
  const zone = store?.timeZone ?? deviceZone();

  return (
    <div className={classes.page} data-screen="idle">
      <header className={classes.header}>
        <Text fw={600} size="lg">
          {session.store.name}
        </Text>
        <div className={classes.person}>
          <div>
            <Text c="dimmed" size="sm">
              {m.idle.signedInAs}
            </Text>
            <Text fw={600} size="lg">
              {session.person.name}
            </Text>
          </div>
          <ColorSchemeButton />
          <WorkingButton variant="default" act={props.onSignOut}>
            {m.idle.signOut}
          </WorkingButton>
        </div>
      </header>
      <main className={classes.main} data-stale={live.status !== 'live'}>
        <div className={classes.clock}>
          <h1 className={classes.time}>{clockTime(now, zone, m.lang)}</h1>
          <Text size="xl" c="dimmed">
            {longDate(now, zone, m.lang)}
          </Text>
        </div>
        {store === null ? (
          <Text size="lg">{m.idle.loading}</Text>
        ) : (
          <>
            <section className={classes.status} data-armed={store.armed}>
              {store.armed ? (
                <IconShieldCheck size={48} aria-hidden />
              ) : (
                <IconShieldOff size={48} aria-hidden />
              )}
              <div>
                <p className={classes.statusLine}>
                  {store.armed ? (
                    <>
                      <strong>{m.idle.armed}</strong> · {m.idle.cameras(store.cameras.length)} ·{' '}
                      {store.listCheckedAt === null
                        ? m.idle.listNeverChecked
                        : m.idle.listChecked(m.ago(secondsSince(store.listCheckedAt, now)))}
                    </>
                  ) : (
                    <strong>{m.idle.disarmed}</strong>
                  )}
                </p>
                <Text size="lg" c="dimmed">
                  {live.staleSince !== null
                    ? m.idle.asOf(clockTime(live.staleSince + live.clockOffset, zone, m.lang, true))
                    : store.armed
                      ? m.idle.listCount(store.listCount)
                      : store.reason}
                </Text>
              </div>
            </section>
            <section className={classes.cameras} aria-label={m.idle.camerasTitle}>
              {store.cameras.length === 0 && <Text size="lg">{m.idle.noCameras}</Text>}
              {store.cameras.map((camera) => {
                const Icon = cameraIcons[camera.state];
                return (
                  <div key={camera.id} className={classes.camera} data-state={camera.state}>
                    <Icon size={28} aria-hidden />
                    <span>{camera.name}</span>
                    <strong>{m.cameraState[camera.state]}</strong>
                  </div>
                );
              })}
            </section>
          </>
        )}
      </main>
    </div>
  );
}
