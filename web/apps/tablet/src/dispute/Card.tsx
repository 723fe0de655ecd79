import { Loader } from '@mantine/core';
import type { AlertView, Api } from '@retailguard/api';
import { useMemo } from 'react';
import { usePicture } from '../alert/usePicture';
import { useMessages } from '../text/useMessages';
import { cardLanguages } from './cardText';
import classes from './Card.module.css';

/** R28: plain words for the person, always in both languages, with the case to follow. Prints alone. */
export function Card(props: { of: NonNullable<AlertView['case']>; api: Api; online: boolean }) {
  const m = useMessages();
  const { api, online } = props;
  const { number } = props.of;
  // A server without a public address gives the path alone: the page is where this app is.
  const url = new URL(props.of.url, window.location.origin).href;
  // Back online, a code that did not come is asked for again.
  const qr = usePicture(
    useMemo(
      () => (online ? (signal: AbortSignal) => api.caseQr(number, signal) : null),
      [api, number, online],
    ),
  );
  return (
    <article className={classes.card} aria-label={m.dispute.card}>
      <div className={classes.case}>
        <p className={classes.number}>
          {cardLanguages.map(({ lang, caseNumber }) => (
            <small key={lang} lang={lang}>
              {caseNumber}
            </small>
          ))}
          <strong>{number}</strong>
        </p>
        {qr.state === 'here' ? (
          <img src={qr.url} alt={m.dispute.qrAlt(url)} className={classes.qr} />
        ) : (
          <div className={classes.qr}>
            {qr.state === 'loading' && online ? <Loader aria-hidden /> : m.dispute.noQr}
          </div>
        )}
        <p className={classes.url}>{url.replace(/^https?:\/\//, '')}</p>
      </div>
      {cardLanguages.map((text) => (
        <section key={text.lang} lang={text.lang} className={classes.text}>
          <h2 className={classes.sorry}>{text.sorry}</h2>
          {text.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <ul className={classes.list}>
            {text.youCan.map((right) => (
              <li key={right}>{right}</li>
            ))}
          </ul>
          {text.review !== null && <p className={classes.review}>{text.review}</p>}
        </section>
      ))}
    </article>
  );
}
