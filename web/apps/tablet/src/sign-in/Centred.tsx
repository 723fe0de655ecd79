import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorSchemeButton } from '../idle/ColorSchemeButton';
import { LanguageMenu } from '../text/LanguageMenu';
import { useMessages } from '../text/useMessages';
import classes from './Centred.module.css';

/** A page with one thing to do. */
export function Centred({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  const m = useMessages();
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Text fw={600} size="lg">
          {m.app}
        </Text>
        <div className={classes.tools}>
          <LanguageMenu />
          <ColorSchemeButton />
        </div>
      </header>
      <main className={classes.main}>
        <Stack gap="lg" className={classes.column}>
          <Title order={1}>{title}</Title>
          {text !== undefined && <Text size="lg">{text}</Text>}
          {children}
        </Stack>
      </main>
    </div>
  );
}
