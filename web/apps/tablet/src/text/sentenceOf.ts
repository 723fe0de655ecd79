import type { Refusal } from '@retailguard/api';
import type { Messages } from './messages.en';

const has = <T extends object>(of: T, key: string): key is keyof T & string => Object.hasOwn(of, key);

/**
 * The sentence that a person sees for a refusal: in English the server's own, which knows the facts;
 * in another language ours by its code, and after it the server's where it tells a number or a time.
 */
export function sentenceOf({ code, detail }: Refusal, m: Messages): string {
  const own = has(m.refused, code) ? m.refused[code] : null;
  if (detail === '') return own ?? m.refused.unreadable;
  if (m.code === 'en' || own === null) return detail;
  return /\d/.test(detail) ? `${own} (${detail})` : own;
}
