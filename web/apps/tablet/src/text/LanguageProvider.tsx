import { type ReactNode, useEffect, useState } from 'react';
import { messagesOf, rememberedLanguage, rememberLanguage } from './languages';
import { ChooseLanguageContext, MessagesContext } from './useMessages';

export function LanguageProvider({ storage, children }: { storage: Storage; children: ReactNode }) {
  const [language, setLanguage] = useState(() => rememberedLanguage(storage));
  const messages = messagesOf[language];
  useEffect(() => {
    document.documentElement.lang = messages.lang;
  }, [messages]);

  return (
    <ChooseLanguageContext
      value={(chosen) => {
        setLanguage(chosen);
        rememberLanguage(storage, chosen);
      }}
    >
      <MessagesContext value={messages}>{children}</MessagesContext>
    </ChooseLanguageContext>
  );
}
