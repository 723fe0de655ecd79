import { Badge, Button, Loader, Radio } from '@mantine/core';
import { IconCheck, IconEye, IconHandStop } from '@tabler/icons-react';
import {
  type AlertView,
  type Api,
  IdempotencyKeys,
  type Outcome,
  outcomes,
  type Situation,
} from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { useState } from 'react';
import { Problem } from '../sign-in/Problem';
import { sentenceOf } from '../text/sentenceOf';
import { fullDate, secondsSince, secondsUntil } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame, type Position, type SignedInPerson } from './AlertFrame';
import classes from './ConfirmedScreen.module.css';
import { usePicture } from './usePicture';

/** R26, R27: who it is and why, look again at the person in the aisle, then record what was done. */
export function ConfirmedScreen(props: {
  alert: AlertView;
  api: Api;
  now: number;
  timeZone: string;
  status: LiveState['status'];
  position: Position;
  person: SignedInPerson;
  onAnswered: (alert: AlertView) => void;
}) {
  const m = useMessages();
  const { alert, api, now, status } = props;
  const [inAisle, setInAisle] = useState<boolean | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [keys] = useState(() => new IdempotencyKeys());

  const left = secondsUntil(alert.actionableUntil, now);
  const tooLate = left === 0;
  const ago = m.ago(secondsSince(alert.capturedAt, now));
  const needsInAisle = !tooLate && outcome === 'askToLeave' && inAisle !== true;
  const whyNot =
    status !== 'live'
      ? m.confirmed.recordWhy.offline
      : outcome === null
        ? m.confirmed.recordWhy.choose
        : needsInAisle
          ? m.confirmed.recordWhy.inAisle
          : null;

  async function record(chosen: Outcome) {
    const content = { seenVersion: alert.version, outcome: chosen };
    setProblem(null);
    setWorking(true);
    try {
      props.onAnswered(await api.recordOutcome(alert.id, content, keys.for(content)));
    } catch (error) {
      setProblem(sentenceOf(error, m));
    } finally {
      setWorking(false);
    }
  }

  return (
    <AlertFrame
      title={m.confirmed.title}
      detail={m.alert.seen(alert.camera.name, ago)}
      clock={{
        label: m.confirmed.toAct,
        left,
        of: secondsUntil(alert.actionableUntil, Date.parse(alert.capturedAt)),
      }}
      position={props.position}
      person={props.person}
    >
      <div className={classes.grid} data-stale={status !== 'live'}>
        {alert.situation !== null && <Who situation={alert.situation} timeZone={props.timeZone} />}
        {tooLate ? (
          <section className={classes.tooLate} role="alert">
            <IconHandStop size={40} aria-hidden />
            <div>
              <h2 className={classes.heading}>{m.confirmed.tooLate}</h2>
              <p className={classes.text}>{m.confirmed.tooLateText}</p>
            </div>
          </section>
        ) : (
          <>
            <section className={classes.toDo}>
              <IconEye size={40} aria-hidden />
              <div>
                <h2 className={classes.heading}>{m.confirmed.whatToDo}</h2>
                <p className={classes.text}>
                  <strong>{m.confirmed.observeFirst}</strong>
                </p>
                <p className={classes.text}>{alert.situation?.whatToDo}</p>
              </div>
            </section>
            <InAisle api={api} alert={alert} ago={ago} answer={inAisle} onAnswer={setInAisle} />
          </>
        )}
        <section className={classes.outcome}>
          <Radio.Group
            label={m.confirmed.outcomeTitle}
            description={m.confirmed.outcomeText}
            value={outcome}
            onChange={(value) => {
              setOutcome(value);
              setProblem(null);
            }}
            classNames={{ label: classes.heading ?? '', description: classes.hint ?? '' }}
          >
            <div className={classes.choices}>
              {outcomes.map((value) => (
                <Radio.Card key={value} value={value} className={classes.choice}>
                  <Radio.Indicator size="md" />
                  <span>
                    {m.outcomes[value]}
                    <small>{m.outcomeHints[value]}</small>
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
          <Problem text={problem} />
          <Button
            loading={working}
            disabled={whyNot !== null}
            aria-describedby="record-why"
            onClick={() => {
              if (outcome !== null) void record(outcome);
            }}
          >
            {m.confirmed.record}
          </Button>
          <p id="record-why" className={classes.hint}>
            {whyNot}
          </p>
        </section>
      </div>
    </AlertFrame>
  );
}

function Who({ situation, timeZone }: { situation: Situation; timeZone: string }) {
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
        <p className={classes.text}>{situation.summary}</p>
        <p className={classes.hint}>
          {fullDate(situation.incidentAt, timeZone, m.lang)} · {m.confirmed.basis[situation.basis]}
        </p>
      </div>
    </section>
  );
}

function InAisle(props: {
  api: Api;
  alert: AlertView;
  ago: string;
  answer: boolean | null;
  onAnswer: (answer: boolean) => void;
}) {
  const m = useMessages();
  const picture = usePicture(props.api, props.alert.id, 'live', props.alert.hasLive);
  return (
    <section className={classes.card}>
      <div className={classes.aisle} role="group" aria-labelledby="in-aisle">
        <figure className={classes.figure}>
          {picture.state === 'here' ? (
            <img src={picture.url} alt={m.confirmed.latestAlt} className={classes.latest} />
          ) : (
            <div className={classes.latest}>
              {picture.state === 'loading' ? <Loader aria-hidden /> : m.vote.pictureFailed}
            </div>
          )}
          <figcaption className={classes.hint}>{m.confirmed.latest(props.ago)}</figcaption>
        </figure>
        <div>
          <h2 className={classes.heading} id="in-aisle">
            {m.confirmed.inAisle}
          </h2>
          <p className={classes.hint}>{m.confirmed.inAisleText}</p>
        </div>
        <div className={classes.yesNo}>
          {[true, false].map((answer) => (
            <Button
              key={String(answer)}
              variant={props.answer === answer ? 'filled' : 'default'}
              aria-pressed={props.answer === answer}
              leftSection={props.answer === answer ? <IconCheck aria-hidden /> : null}
              onClick={() => {
                props.onAnswer(answer);
              }}
            >
              {answer ? m.confirmed.yes : m.confirmed.no}
            </Button>
          ))}
        </div>
      </div>
      <Problem text={props.answer === false ? m.confirmed.wrongPerson : null} />
    </section>
  );
}
