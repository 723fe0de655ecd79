import { Button, Group, Paper, Text } from '@mantine/core';
import { useRegisterSW } from 'virtual:pwa-register/react';
import { useMessages } from '../text/useMessages';
import classes from './UpdatePrompt.module.css';

const lookForUpdateMs = 60 * 60_000;

/** Offers a new version of the app; nothing is replaced under a person's hands. */
export function UpdatePrompt() {
  const m = useMessages();
  const {
    needRefresh: [ready, setReady],
    updateServiceWorker,
  } = useRegisterSW({
    onRegisteredSW: (_, registration) => {
      if (registration === undefined) return;
      setInterval(() => {
        // Out of reach now: the next hour looks again.
        registration.update().catch(() => undefined);
      }, lookForUpdateMs);
    },
  });
  if (!ready) return null;
  return (
    <Paper className={classes.prompt} shadow="md" p="md" role="status">
      <Group justify="space-between">
        <Text size="lg">{m.update.text}</Text>
        <Group>
          <Button variant="default" onClick={() => setReady(false)}>
            {m.update.later}
          </Button>
          <Button onClick={() => void updateServiceWorker()}>{m.update.reload}</Button>
        </Group>
      </Group>
    </Paper>
  );
}
