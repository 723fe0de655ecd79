import { type ReactNode, useEffect, useState } from 'react';
import { type Language, languages, loadMessages, rememberLanguage } from './languages';
import type { Messages } from './messages.en';
import { ChooseLanguageContext, MessagesContext } from './useMessages';

const fetchAheadMs = 3_000;

export function LanguageProvider(props: { initial: Messages; storage: Storage; children: ReactNode }) {
  const [messages, setMessages] = useState(props.initial);
  useEffect(() => {
    document.documentElement.lang = messages.lang;
  }, [messages]);

  useEffect(() => {
    // Brought along once the app is in use, so that the switch works without a connection too.
    const timer = setTimeout(() => {
      for (const { code } of languages) loadMessages(code).catch(() => undefined);
    }, fetchAheadMs);
    return () => {
      clearTimeout(timer);
    };
  }, []);

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
