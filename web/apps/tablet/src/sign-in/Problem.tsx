import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './Problem.module.css';

/** A refusal in words, announced when it appears. */
export function Problem({ text, id }: { text: string | null; id?: string }) {
  return (
    <div role="alert" id={id}>
      {text !== null && (
        <div className={classes.problem}>
          <IconAlertTriangle size={28} aria-hidden className={classes.icon} />
          <span>{text}</span>
        </div>
      )}
    </div>
  );
}
