import { IconAlertTriangle } from '@tabler/icons-react';
import type { Refusal } from '@retailguard/api';
import { sentenceOf } from '../text/sentenceOf';
import { useMessages } from '../text/useMessages';
import classes from './Problem.module.css';

/** A refusal in words, announced when it appears, in the language that the screen has now. */
export function Problem({ text, id }: { text: string | Refusal | null; id?: string }) {
  const m = useMessages();
  return (
    <div role="alert" id={id}>
      {text !== null && (
        <div className={classes.problem}>
          <IconAlertTriangle size={28} aria-hidden className={classes.icon} />
          <span>{typeof text === 'string' ? text : sentenceOf(text, m)}</span>
        </div>
      )}
    </div>
  );
}
