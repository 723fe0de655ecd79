import { Button, Radio } from '@mantine/core';
import { type Outcome, outcomes } from '@retailguard/api';
import { useState } from 'react';
import { Problem } from '../sign-in/Problem';
import { useMessages } from '../text/useMessages';
import classes from './panels.module.css';
import type { AlertShared } from './shared';
import { useAction } from './useAction';

/** R27: four outcomes, none first, nothing chosen for the person; R26: asking to leave needs a yes in the aisle. */
export function OutcomeForm({ shared, canStillCheck }: { shared: AlertShared; canStillCheck: boolean }) {
  const m = useMessages();
  const { alert, api, live } = shared;
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const { working, problem, setProblem, act } = useAction<'record'>(shared);

  // Once acting is over, what was done is told as it was.
  const mayAskToLeave = !canStillCheck || alert.inAisle?.answer === 'same';
  const outcome = chosen === 'askToLeave' && !mayAskToLeave ? null : chosen;
  const whyNot =
    live.status !== 'live' ? m.record.why.offline : outcome === null ? m.record.why.choose : null;

  return (
    <section className={classes.outcome}>
      <Radio.Group
        label={m.record.question}
        description={m.record.hint}
        value={outcome}
        onChange={(value) => {
          setChosen(value);
          setProblem(null);
        }}
        classNames={{ label: classes.heading ?? '', description: classes.hint ?? '' }}
      >
        <div className={classes.choices}>
          {outcomes.map((value) => {
            const refused = value === 'askToLeave' && !mayAskToLeave;
            return (
              <Radio.Card key={value} value={value} className={classes.choice} disabled={refused}>
                <Radio.Indicator size="md" disabled={refused} />
                <span>
                  {m.outcomes[value]}
                  <small>{refused ? m.record.askNeedsYes : m.outcomeHints[value]}</small>
                </span>
              </Radio.Card>
            );
          })}
        </div>
      </Radio.Group>
      <Problem text={problem} />
      <Button
        loading={working !== null}
        disabled={whyNot !== null}
        aria-describedby="record-why"
        onClick={() => {
          if (outcome === null) return;
          void act('record', { seenVersion: alert.version, outcome }, (content, key) =>
            api.recordOutcome(alert.id, content, key),
          );
        }}
      >
        {m.record.submit}
      </Button>
      <p id="record-why" className={classes.hint}>
        {whyNot}
      </p>
    </section>
  );
}
