import { Button, Text } from '@mantine/core';
import { IconClipboardText, IconId, IconNotes, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import type { AlertView, Api, StoreState } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { useNow } from '@retailguard/ui';
import { useState } from 'react';
import { WorkingButton } from '../device/WorkingButton';
import { NoticesDialog } from '../notices/NoticesDialog';
import { PosterNotice } from '../notices/PosterNotice';
import { useEntrances } from '../notices/useEntrances';
import type { StoreSession } from '../session/tabletSession';
import { LanguageMenu } from '../text/LanguageMenu';
import { Reason } from '../text/Reason';
import { clockTime, deviceZone, fullDate, longDate, secondsSince } from '../text/time';
import { useMessages } from '../text/useMessages';
import type { CertificateState } from '../training/certificate';
import { TrainingNotice } from '../training/TrainingNotice';
import { Cameras } from './Cameras';
import { ColorSchemeButton } from './ColorSchemeButton';
import { DrillTrend } from './DrillTrend';
import classes from './Idle.module.css';

/** Nothing happens: the time, whether the store is watched, what of it is not working, and what is still owed. */
export function Idle(props: {
  api: Api;
  session: StoreSession;
  live: LiveState;
  certificate: CertificateState;
  /** R27: confirmed alerts without an outcome. */
  toRecord: readonly AlertView[];
  /** R28: disputed alerts whose card can be shown again. */
  disputed: readonly AlertView[];
  onRecord: (alert: AlertView) => void;
  onCard: (alert: AlertView) => void;
  onTrain: () => void;
  onSignOut: () => Promise<void>;
}) {
  const m = useMessages();
  const { live, session, certificate, toRecord, disputed } = props;
  const now = useNow(1_000) + live.clockOffset;
  const { store } = live;
  const zone = store?.timeZone ?? deviceZone();
  const [firstToRecord] = toRecord;
  const entrances = useEntrances(props.api, session.store.id, store?.reasonCode ?? null);
  const [noticesOpen, setNoticesOpen] = useState(false);

  return (
    <div className={classes.page} data-screen="idle">
      <header className={classes.header}>
        <Text fw={600} size="lg">
          {session.store.name}
        </Text>
        <div className={classes.person}>
          <div>
            <Text c="dimmed" size="sm">
              {m.idle.signedInAs}
            </Text>
            <Text fw={600} size="lg">
              {session.person.name}
            </Text>
          </div>
          <LanguageMenu compact />
          <ColorSchemeButton />
          <WorkingButton variant="default" className={classes.signOut ?? ''} act={props.onSignOut}>
            {m.idle.signOut}
          </WorkingButton>
        </div>
      </header>
      <main className={classes.main} data-stale={live.status !== 'live'}>
        <div className={classes.clock}>
          <h1 className={classes.time}>{clockTime(now, zone)}</h1>
          <Text size="xl" c="dimmed">
            {longDate(now, zone, m)}
          </Text>
        </div>
        {(firstToRecord !== undefined || disputed.length > 0) && (
          <div className={classes.owed}>
            {firstToRecord !== undefined && (
              <Button
                className={classes.record}
                leftSection={<IconClipboardText size={32} aria-hidden />}
                onClick={() => {
                  props.onRecord(firstToRecord);
                }}
              >
                {m.idle.outcomesDue(toRecord.length)}
              </Button>
            )}
            {disputed.map((alert) => (
              <Button
                key={alert.id}
                variant="default"
                leftSection={<IconId aria-hidden />}
                onClick={() => {
                  props.onCard(alert);
                }}
              >
                {m.idle.showCard(alert.case?.number ?? '')}
              </Button>
            ))}
          </div>
        )}
        <TrainingNotice certificate={certificate} timeZone={zone} onTake={props.onTrain} />
        <PosterNotice
          entrances={entrances.all ?? []}
          now={now}
          onOpen={() => {
            setNoticesOpen(true);
          }}
        />
        {store === null ? (
          <Text size="lg">{m.idle.loading}</Text>
        ) : (
          <>
            <Status store={store} live={live} now={now} zone={zone} />
            <Cameras cameras={store.cameras} storeArmed={store.armed} />
          </>
        )}
        {certificate.state === 'holds' && (
          <Text ta="center" c="dimmed" size="lg">
            {m.training.nextDue(fullDate(certificate.validUntil, zone, m))}
          </Text>
        )}
        <div className={classes.quiet}>
          <Button
            variant="default"
            leftSection={<IconNotes aria-hidden />}
            aria-haspopup="dialog"
            onClick={() => {
              setNoticesOpen(true);
            }}
          >
            {m.notices.open}
          </Button>
          {session.person.roles.includes('storeManager') && (
            <DrillTrend api={props.api} storeId={session.store.id} />
          )}
        </div>
      </main>
      <NoticesDialog
        api={props.api}
        entrances={entrances}
        roles={session.person.roles}
        offline={live.status !== 'live'}
        now={now}
        timeZone={zone}
        opened={noticesOpen}
        onClose={() => {
          setNoticesOpen(false);
        }}
      />
    </div>
  );
}

function Status({
  store,
  live,
  now,
  zone,
}: {
  store: StoreState;
  live: LiveState;
  now: number;
  zone: string;
}) {
  const m = useMessages();
  const Icon = store.armed ? IconShieldCheck : IconShieldOff;
  return (
    <section className={classes.status} data-armed={store.armed}>
      <Icon size={48} aria-hidden />
      <div>
        <p className={classes.statusLine}>
          {store.armed ? (
            <>
              <strong>{m.idle.armed}</strong> ·{' '}
              {m.idle.cameras(store.cameras.filter((camera) => camera.armed).length)} ·{' '}
              {store.listCheckedAt === null
                ? m.idle.listNeverChecked
                : m.idle.listChecked(m.ago(secondsSince(store.listCheckedAt, now)))}
            </>
          ) : (
            <strong>{m.idle.disarmed}</strong>
          )}
        </p>
        <Text size="lg" c="dimmed">
          {live.staleSince !== null ? (
            m.idle.asOf(clockTime(live.staleSince + live.clockOffset, zone, true))
          ) : store.armed ? (
            m.idle.listCount(store.listCount)
          ) : (
            <Reason code={store.reasonCode} reason={store.reason} />
          )}
        </Text>
        {store.stopsAt !== null && store.stopsCode === 'billing-unpaid' && (
          <Text size="lg" fw={600} role="status">
            {m.idle.stopsUnpaid(fullDate(store.stopsAt, zone, m))}
          </Text>
        )}
      </div>
    </section>
  );
}
