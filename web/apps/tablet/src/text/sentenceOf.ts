import { Refusal } from '@retailguard/api';
import type { Messages } from './messages.en';

/** The sentence that a person sees for a refusal: the server's own, else ours by its code. */
export function sentenceOf(error: unknown, m: Messages): string {
  if (!(error instanceof Refusal)) throw error;
  if (error.detail !== '') return error.detail;
  return error.code === 'network' || error.code === 'timeout' ? m.refused[error.code] : m.refused.unreadable;
}
