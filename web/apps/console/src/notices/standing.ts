import type { PosterStanding } from '@retailguard/api';
import type { NoticeDesk } from '../api/shapes';
import type { Tone } from '../parts/State';

export const posterName: Record<PosterStanding, string> = {
  hung: 'Hung',
  ending: 'Hung, ends within a week',
  lapsed: 'Lapsed',
  notHung: 'Not hung',
  notPublished: 'Not published',
};

export const posterTone: Record<PosterStanding, Tone> = {
  hung: 'good',
  ending: 'waits',
  lapsed: 'bad',
  notHung: 'bad',
  notPublished: 'over',
};

export type NoticeStanding = 'missing' | 'stale' | 'inForce' | 'redrafted';

/** What is published, beside what would be. */
export const noticeStanding = ({ published }: NoticeDesk): NoticeStanding =>
  published === null
    ? 'missing'
    : published.isStale
      ? 'stale'
      : published.isChanged
        ? 'redrafted'
        : 'inForce';

/** What each field of a notice is called; the server names them as the API does. */
export const fieldName: Record<string, string> = {
  legalName: 'Legal name',
  address: 'Address',
  contactRole: 'Role that people can turn to',
  contactRoleMaori: 'That role in te reo Māori',
  phone: 'Phone',
  email: 'E-mail',
  assessment: 'Where the assessment can be read',
  keptIn: 'Country where pictures are kept',
  hasAlternative: 'Another way to shop',
  alternative: 'What it is',
  alternativeMaori: 'The same in te reo Māori',
  maori: 'Te reo Māori',
  publicAddress: 'The server’s public address',
};

/** A sentence of the server that begins with a field's name. */
export function aboutField(sentence: string): { field: string; sentence: string } {
  const [field = ''] = sentence.split(/[ :]/, 1);
  const name = fieldName[field];
  return { field, sentence: name === undefined ? sentence : name + sentence.slice(field.length) };
}
