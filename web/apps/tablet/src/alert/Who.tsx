import { Badge } from '@mantine/core';
import type { Situation } from '@retailguard/api';
import { Said } from '../text/Said';
import { fullDate } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './panels.module.css';

/** R25: who it is and why, only ever shown after two people confirmed. */
export function Who({ situation, timeZone }: { situation: Situation; timeZone: string }) {
  const m = useMessages();
  return (
    <section className={classes.card}>
      <div className={classes.who}>
        <h2 className={classes.label}>{situation.label}</h2>
        <Badge size="xl" variant="default" className={classes.category ?? ''}>
          {m.categories[situation.category]}
        </Badge>
      </div>
      <div>
        <h2 className={classes.heading}>{m.confirmed.happened}</h2>
        <p className={classes.text}>
          <Said>{situation.summary}</Said>
        </p>
        <p className={classes.hint}>
          {fullDate(situation.incidentAt, timeZone, m)} · {m.confirmed.basis[situation.basis]}
        </p>
      </div>
      {situation.statements.length > 0 && (
        <div>
          <h2 className={classes.heading}>{m.confirmed.statement}</h2>
          {situation.statements.map((statement) => (
            <p key={statement} className={classes.text}>
              “<Said>{statement}</Said>”
            </p>
          ))}
        </div>
      )}
    </section>
  );
}
