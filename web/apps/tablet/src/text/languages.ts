import type { CourseLanguage } from '@retailguard/api';
import { en, type Messages } from './messages.en';
import { mi } from './messages.mi';

export type Language = CourseLanguage;

/** Each language by its own name. */
export const languages: { code: Language; name: string; lang: string }[] = [
  { code: 'en', name: 'English', lang: 'en-NZ' },
  { code: 'mi', name: 'Te reo Māori', lang: 'mi-NZ' },
];

/** All of them come with the app: a language that had to be fetched could not be chosen without a connection. */
export const messagesOf: Record<Language, Messages> = { en, mi };

const rememberedAs = 'rg-language';

/** Remembered per tablet, not per person: it is the language that this counter speaks. */
export const rememberedLanguage = (storage: Storage): Language =>
  storage.getItem(rememberedAs) === 'mi' ? 'mi' : 'en';

export const rememberLanguage = (storage: Storage, language: Language) => {
  storage.setItem(rememberedAs, language);
};
