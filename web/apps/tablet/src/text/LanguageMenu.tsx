import { Button, Modal, Stack } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './LanguageMenu.module.css';
import { languages } from './languages';
import { useChooseLanguage, useMessages } from './useMessages';

/** English or te reo Māori, on every screen that people read. */
export function LanguageMenu({ compact = false }: { compact?: boolean }) {
  const m = useMessages();
  const choose = useChooseLanguage();
  const [open, setOpen] = useState(false);
  const current = languages.find(({ code }) => code === m.code);
  const shown = compact ? m.code.toUpperCase() : (current?.name ?? '');
  const close = () => setOpen(false);
  return (
    <>
      <Button
        variant="default"
        className={compact ? classes.compact : classes.button}
        leftSection={compact ? null : <IconLanguage aria-hidden />}
        aria-label={m.language.choose(shown)}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {shown}
      </Button>
      <Modal.Root opened={open} onClose={close} centered>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body p="xl">
            <Stack gap="md">
              <Modal.Title className={classes.title}>{m.language.title}</Modal.Title>
              {languages.map(({ code, name, lang }) => (
                <Button
                  key={code}
                  lang={lang}
                  variant={code === m.code ? 'filled' : 'default'}
                  aria-pressed={code === m.code}
                  leftSection={code === m.code ? <IconCheck aria-hidden /> : null}
                  {...(code === m.code ? { 'data-autofocus': true } : {})}
                  onClick={() => {
                    choose(code);
                    close();
                  }}
                >
                  {name}
                </Button>
              ))}
              <p className={classes.review}>Te reo Māori: {m.language.awaitingReview}</p>
            </Stack>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
