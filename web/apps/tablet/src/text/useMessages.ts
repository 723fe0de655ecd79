import { createContext, use } from 'react';
import type { Language } from './languages';
import { en, type Messages } from './messages.en';

export const MessagesContext = createContext<Messages>(en);
export const ChooseLanguageContext = createContext<(language: Language) => void>(() => undefined);

export const useMessages = (): Messages => use(MessagesContext);
export const useChooseLanguage = () => use(ChooseLanguageContext);
