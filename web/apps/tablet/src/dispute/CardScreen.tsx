import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { AlertView, Api } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { useMessages } from '../text/useMessages';
import { Card } from './Card';
import classes from './Dispute.module.css';
import { StopHeader } from './StopHeader';

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
      <StopHeader staff={m.dispute.staff}>
        <Button variant="default" leftSection={<IconPrinter aria-hidden />} onClick={() => window.print()}>
          {m.dispute.print}
        </Button>
        <Button onClick={props.onDone}>{alert.outcomeDue ? m.dispute.doneThenRecord : m.dispute.done}</Button>
      </StopHeader>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a phone the card is longer than the screen: keys must reach its end */}
      <main className={classes.main} tabIndex={0}>
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
