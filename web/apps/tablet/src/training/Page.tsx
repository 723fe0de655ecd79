import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Training.module.css';

/** One step of the course: a reader that moves on hears where it is, since the heading takes the focus. */
export function Page({ place, title, children }: { place: string; title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className={classes.step}>
      <p className={classes.place}>{place}</p>
      <h2 className={classes.stepTitle} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </article>
  );
}
