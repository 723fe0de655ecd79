import { Text } from '@mantine/core';
import { IconAlertTriangle, IconVideo, IconVideoOff, IconWifiOff } from '@tabler/icons-react';
import type { CameraState, StoreCamera } from '@retailguard/api';
import { Reason } from '../text/Reason';
import { useMessages } from '../text/useMessages';
import classes from './Idle.module.css';

const icons: Record<CameraState, typeof IconVideo> = {
  live: IconVideo,
  silent: IconVideoOff,
  failed: IconAlertTriangle,
  offline: IconWifiOff,
};

/** R8: each camera, whether it is working, and why one alone is stopped. */
export function Cameras({ cameras, storeArmed }: { cameras: StoreCamera[]; storeArmed: boolean }) {
  const m = useMessages();
  return (
    <section className={classes.cameras} aria-label={m.idle.camerasTitle}>
      {cameras.length === 0 && <Text size="lg">{m.idle.noCameras}</Text>}
      {cameras.map((camera) => {
        // A store that is stopped as a whole says so once.
        const stopped = storeArmed && !camera.armed;
        const Icon = stopped ? IconVideoOff : icons[camera.state];
        return (
          <div key={camera.id} className={classes.camera} data-well={camera.state === 'live' && !stopped}>
            <Icon size={28} aria-hidden />
            <span>
              {camera.name}
              {stopped && camera.reason !== null && (
                <small>
                  <Reason code={camera.reasonCode} reason={camera.reason} />
                </small>
              )}
            </span>
            <strong>{stopped ? m.idle.cameraStopped : m.cameraState[camera.state]}</strong>
          </div>
        );
      })}
    </section>
  );
}
