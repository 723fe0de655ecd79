import type { Refusal } from '@retailguard/api';
import type { Messages } from './messages.en';

const has = <T extends object>(of: T, key: string): key is keyof T & string => Object.hasOwn(of, key);

/** What a person reads for a refusal: our words in the language of the screen, the server's in English, or both. */
export interface Sentence {
  ours: string | null;
  servers: string | null;
}

/**
 * In English the server's own sentence, which knows the facts; in another language ours by the code, and after it
 * the server's where it tells a number or a time.
 */
export function sentenceOf({ code, detail }: Refusal, m: Messages): Sentence {
  const own = has(m.refused, code) ? m.refused[code] : null;
  if (detail === '') return { ours: own ?? m.refused.unreadable, servers: null };
  if (m.code === 'en' || own === null) return { ours: null, servers: detail };
  return { ours: own, servers: /\d/.test(detail) ? detail : null };
}
