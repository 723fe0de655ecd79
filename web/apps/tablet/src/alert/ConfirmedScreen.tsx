import { IconEye } from '@tabler/icons-react';
import { Said } from '../text/Said';
import { secondsUntil } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame } from './AlertFrame';
import { InAisle } from './InAisle';
import { OutcomeForm } from './OutcomeForm';
import classes from './panels.module.css';
import type { AlertShared } from './shared';
import { Who } from './Who';

/** R26, R27: who it is and why, look again at the person in the aisle, then record what was done. */
export function ConfirmedScreen({ shared }: { shared: AlertShared }) {
  const m = useMessages();
  const { alert, live, now, timeZone } = shared;
  return (
    <AlertFrame
      shared={shared}
      title={m.confirmed.title}
      clock={{
        label: m.confirmed.toAct,
        left: secondsUntil(alert.actionableUntil, now),
        of: secondsUntil(alert.actionableUntil, Date.parse(alert.capturedAt)),
      }}
    >
      <div className={classes.grid} data-stale={live.status !== 'live'}>
        {alert.situation !== null && <Who situation={alert.situation} timeZone={timeZone} />}
        <section className={classes.toDo}>
          <IconEye size={40} aria-hidden />
          <div>
            <h2 className={classes.heading}>{m.confirmed.whatToDo}</h2>
            <p className={classes.text}>
              <strong>{m.confirmed.observeFirst}</strong>
            </p>
            <p className={classes.text}>
              <Said>{alert.situation?.whatToDo}</Said>
            </p>
          </div>
        </section>
        {/* A new sighting is a new question. */}
        <InAisle key={alert.latest?.at} shared={shared} />
        <OutcomeForm shared={shared} canStillCheck />
      </div>
    </AlertFrame>
  );
}
