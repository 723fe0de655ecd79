import { IconAlertTriangle } from '@tabler/icons-react';
import type { Refusal } from '@retailguard/api';
import { Said } from '../text/Said';
import { sentenceOf } from '../text/sentenceOf';
import { useMessages } from '../text/useMessages';
import classes from './Problem.module.css';

/** A refusal in words, announced when it appears, in the language that the screen has now. */
export function Problem({ text, id }: { text: string | Refusal | null; id?: string }) {
  const m = useMessages();
  const { ours, servers } =
    text === null || typeof text === 'string' ? { ours: text, servers: null } : sentenceOf(text, m);
  return (
    <div role="alert" id={id}>
      {text !== null && (
        <div className={classes.problem}>
          <IconAlertTriangle size={28} aria-hidden className={classes.icon} />
          <span>
            {ours}
            {servers !== null &&
              (ours === null ? (
                <Said>{servers}</Said>
              ) : (
                <>
                  {' '}
                  (<Said>{servers}</Said>)
                </>
              ))}
          </span>
        </div>
      )}
    </div>
  );
}
