import { type ReactNode, useEffect, useState } from 'react';
import { type Language, loadMessages, rememberLanguage } from './languages';
import type { Messages } from './messages.en';
import { ChooseLanguageContext, MessagesContext } from './useMessages';

export function LanguageProvider(props: { initial: Messages; storage: Storage; children: ReactNode }) {
  const [messages, setMessages] = useState(props.initial);
  useEffect(() => {
    document.documentElement.lang = messages.lang;
  }, [messages]);

  async function choose(language: Language) {
    try {
      setMessages(await loadMessages(language));
      rememberLanguage(props.storage, language);
    } catch {
      // Out of reach: the language on the screen stays, and the next press tries again.
    }
  }

  return (
    <ChooseLanguageContext value={(language) => void choose(language)}>
      <MessagesContext value={messages}>{props.children}</MessagesContext>
    </ChooseLanguageContext>
  );
}
