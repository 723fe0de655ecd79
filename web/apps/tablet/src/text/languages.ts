import type { CourseLanguage } from '@retailguard/api';
import { en, type Messages } from './messages.en';

export type Language = CourseLanguage;

/** Each language by its own name. */
export const languages: { code: Language; name: string; lang: string }[] = [
  { code: 'en', name: 'English', lang: 'en-NZ' },
  { code: 'mi', name: 'Te reo Māori', lang: 'mi-NZ' },
];

/** English comes with the app; any other language only when it is asked for. */
export const loadMessages = async (language: Language): Promise<Messages> =>
  language === 'en' ? en : (await import('./messages.mi')).mi;

const rememberedAs = 'rg-language';

/** Remembered per tablet, not per person: it is the language that this counter speaks. */
export const rememberedLanguage = (storage: Storage): Language =>
  storage.getItem(rememberedAs) === 'mi' ? 'mi' : 'en';

export const rememberLanguage = (storage: Storage, language: Language) => {
  storage.setItem(rememberedAs, language);
};
