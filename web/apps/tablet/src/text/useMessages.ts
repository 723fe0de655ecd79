import { createContext, use } from 'react';
import { en, type Messages } from './messages.en';

export const MessagesContext = createContext<Messages>(en);

export const useMessages = (): Messages => use(MessagesContext);
