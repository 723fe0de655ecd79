import { Button } from '@mantine/core';
import { IconHandStop, IconPrinter } from '@tabler/icons-react';
import type { AlertView, Api } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { LanguageMenu } from '../text/LanguageMenu';
import { useMessages } from '../text/useMessages';
import { Card } from './Card';
import classes from './Dispute.module.css';

/** R28: a strip that tells staff to stop, and under it the card for the person. Stays until it is put away. */
export function CardScreen(props: {
  alert: AlertView;
  api: Api;
  live: LiveState;
  onNextAlert: (() => void) | null;
  onDone: () => void;
}) {
  const m = useMessages();
  const { alert, api, live } = props;
  return (
    <div className={classes.page} data-screen="alert">
      <header className={classes.header}>
        <IconHandStop size={40} aria-hidden />
        <div className={classes.titles}>
          <h1 className={classes.title}>{m.dispute.stop}</h1>
          <p className={classes.detail}>{m.dispute.staff}</p>
        </div>
        <div className={classes.tools}>
          <LanguageMenu compact />
          <Button variant="default" leftSection={<IconPrinter aria-hidden />} onClick={() => window.print()}>
            {m.dispute.print}
          </Button>
          <Button onClick={props.onDone}>
            {alert.outcomeDue ? m.dispute.doneThenRecord : m.dispute.done}
          </Button>
        </div>
      </header>
      <main className={classes.main}>
        {alert.case !== null && <Card of={alert.case} api={api} online={live.status === 'live'} />}
        {props.onNextAlert !== null && (
          <Button variant="outline" className={classes.next} onClick={props.onNextAlert}>
            {m.alert.nextWaiting}
          </Button>
        )}
      </main>
    </div>
  );
}
