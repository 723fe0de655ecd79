import { Button, Loader } from '@mantine/core';
import { IconCheck, IconHandStop } from '@tabler/icons-react';
import { type InAisleAnswer, inAisleAnswers } from '@retailguard/api';
import { Problem } from '../sign-in/Problem';
import { clockTime, secondsSince } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './panels.module.css';
import type { AlertShared } from './shared';
import { useAction } from './useAction';
import { useAlertPicture } from './usePicture';

/** R26: is *this* the person in front of me? Answered again as often as somebody looks. */
export function InAisle({ shared }: { shared: AlertShared }) {
  const m = useMessages();
  const { alert, api, live, now, timeZone } = shared;
  const { working, problem, act } = useAction<InAisleAnswer>(shared);
  const picture = useAlertPicture(api, alert.id, alert.latest === null ? 'live' : 'latest', alert.hasLive);
  const seen = alert.latest ?? { camera: alert.camera, at: alert.capturedAt };
  const given = alert.inAisle;
  const whyNot = live.status === 'live' ? null : m.refused['not-now'];

  return (
    <section className={classes.card} aria-labelledby="in-aisle">
      <div className={classes.aisle}>
        <figure className={classes.figure}>
          {picture.state === 'here' ? (
            <img src={picture.url} alt={m.inAisle.latestAlt} className={classes.latest} />
          ) : (
            <div className={classes.latest}>
              {picture.state === 'loading' ? <Loader aria-hidden /> : m.vote.pictureFailed}
            </div>
          )}
          <figcaption className={classes.hint}>
            <strong>{seen.camera.name}</strong>
            <br />
            {clockTime(Date.parse(seen.at), timeZone)} · {m.ago(secondsSince(seen.at, now))}
          </figcaption>
        </figure>
        <div>
          <h2 className={classes.heading} id="in-aisle">
            {m.inAisle.title}
          </h2>
          <p className={classes.hint}>{m.inAisle.clothing}</p>
        </div>
        <div className={classes.yesNo}>
          {inAisleAnswers.map((answer) => (
            <Button
              key={answer}
              variant={given?.answer === answer ? 'filled' : 'default'}
              aria-pressed={given?.answer === answer}
              leftSection={given?.answer === answer ? <IconCheck aria-hidden /> : null}
              loading={working === answer}
              disabled={whyNot !== null || (working !== null && working !== answer)}
              onClick={() =>
                void act(answer, { seenVersion: alert.version, answer }, (content, key) =>
                  api.checkInAisle(alert.id, content, key),
                )
              }
            >
              {m.inAisle.answers[answer]}
            </Button>
          ))}
        </div>
      </div>
      {picture.state === 'failed' && (
        <Button variant="default" onClick={picture.retry}>
          {m.inAisle.loadAgain}
        </Button>
      )}
      <Problem text={whyNot ?? problem} />
      <div role="status">
        {given !== null && (
          <div className={given.answer === 'different' ? classes.stop : classes.text}>
            {given.answer === 'different' && <IconHandStop size={32} aria-hidden />}
            <span>
              {m.inAisle.after[given.answer]}{' '}
              <small>
                {clockTime(Date.parse(given.at), timeZone)}
                {given.by !== null && ` · ${given.by}`}
              </small>
            </span>
          </div>
        )}
      </div>
    </section>
  );
}
