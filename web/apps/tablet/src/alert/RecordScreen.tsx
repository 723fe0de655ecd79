import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMessages } from '../text/useMessages';
import { AlertFrame } from './AlertFrame';
import { OutcomeForm } from './OutcomeForm';
import classes from './panels.module.css';
import type { AlertShared } from './shared';
import { useReasonToStop } from './useReasonToStop';
import { Who } from './Who';

/** R27: nobody acts any more, yet what was done must be recorded, now or from the idle screen. */
export function RecordScreen({ shared, onLater }: { shared: AlertShared; onLater: () => void }) {
  const m = useMessages();
  const { alert, live, timeZone } = shared;
  const stop = useReasonToStop(alert);
  return (
    <AlertFrame shared={shared} title={m.record.title} clock={null} disputable={alert.case === null}>
      <div className={classes.grid} data-stale={live.status !== 'live'}>
        <div className={classes.column}>
          <section className={classes.tooLate} role="alert">
            <IconHandStop size={40} aria-hidden />
            <div>
              <h2 className={classes.heading}>{stop.title}</h2>
              <p className={classes.text}>{stop.text}</p>
            </div>
          </section>
          {alert.situation !== null && <Who situation={alert.situation} timeZone={timeZone} />}
        </div>
        <div className={classes.column}>
          <OutcomeForm shared={shared} canStillCheck={false} />
          <Button variant="default" onClick={onLater}>
            {m.record.later}
          </Button>
          <p className={classes.hint}>{m.record.laterHint}</p>
        </div>
      </div>
    </AlertFrame>
  );
}
