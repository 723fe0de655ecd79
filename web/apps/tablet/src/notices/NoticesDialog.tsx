import { Button, FileButton, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCamera, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { type Api, type Entrance, Refusal, type Session } from '@retailguard/api';
import { smallPicture } from '@retailguard/ui/smallPicture';
import { useState } from 'react';
import idleClasses from '../idle/Idle.module.css';
import { Problem } from '../sign-in/Problem';
import { fullDate } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './NoticesDialog.module.css';
import { lastMoment, type PosterStanding, posterStanding } from '@retailguard/api';
import type { Entrances } from './useEntrances';

const icons: Record<PosterStanding, typeof IconCamera> = {
  hung: IconCircleCheck,
  ending: IconAlertTriangle,
  lapsed: IconAlertTriangle,
  notHung: IconAlertTriangle,
  notPublished: IconCircleDashed,
};

interface NoticesDialogProps {
  api: Api;
  entrances: Entrances;
  roles: Session['person']['roles'];
  offline: boolean;
  /** Server's clock, ms. */
  now: number;
  timeZone: string;
  opened: boolean;
  onClose: () => void;
}

/** R33: the store's entrances, and the photograph that shows for a month that a poster hangs. */
export function NoticesDialog(props: NoticesDialogProps) {
  return (
    <Modal.Root opened={props.opened} onClose={props.onClose} size="xl" centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="xl">
          <Body {...props} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Body({ api, entrances, roles, offline, now, timeZone, onClose }: NoticesDialogProps) {
  const m = useMessages();
  const [sending, setSending] = useState<string | null>(null);
  const [problem, setProblem] = useState<{ at: string; refusal: Refusal } | null>(null);
  const [done, setDone] = useState<{ name: string; until: string } | null>(null);
  const mayPhotograph = roles.some((role) => ['storeStaff', 'storeManager', 'tenantAdmin'].includes(role));

  async function send({ id, name }: Entrance, photo: File) {
    setProblem(null);
    setDone(null);
    setSending(id);
    try {
      const { validUntil } = await api.attestPoster(id, await smallPicture(photo));
      setDone({ name, until: validUntil });
      await entrances.reload();
    } catch (error) {
      setProblem({ at: id, refusal: Refusal.in(error) });
    } finally {
      setSending(null);
    }
  }

  return (
    <Stack gap="lg">
      <Modal.Title className={idleClasses.dialogTitle}>{m.notices.title}</Modal.Title>
      <Text size="lg">{m.notices.about}</Text>
      <div>
        <Text size="lg">{mayPhotograph ? m.notices.how : m.notices.notYours}</Text>
        <div role="status">
          {sending !== null && <p className={classes.said}>{m.notices.sending}</p>}
          {done !== null && (
            <p className={classes.said}>
              <IconCircleCheck size={32} aria-hidden />
              {m.notices.done(done.name, fullDate(lastMoment(done.until), timeZone, m))}
            </p>
          )}
          {offline && mayPhotograph && <p className={classes.said}>{m.notices.offline}</p>}
        </div>
        <Problem text={entrances.problem} />
      </div>
      {entrances.all === null ? (
        entrances.problem === null ? (
          <Loader aria-label={m.idle.loading} />
        ) : (
          <Button variant="default" onClick={() => void entrances.reload()}>
            {m.vote.tryAgain}
          </Button>
        )
      ) : entrances.all.length === 0 ? (
        <Text size="lg">{m.notices.none}</Text>
      ) : (
        <ul className={classes.entrances}>
          {entrances.all.map((entrance) => {
            const standing = posterStanding(entrance, now);
            const Icon = icons[standing];
            return (
              <li key={entrance.id} className={classes.entrance} data-standing={standing}>
                <Icon size={32} aria-hidden />
                <span className={classes.state}>
                  <strong>{entrance.name}</strong>
                  <span>
                    {m.notices.state[standing]}
                    {entrance.validUntil !== null &&
                      standing !== 'lapsed' &&
                      ` · ${m.notices.until(fullDate(lastMoment(entrance.validUntil), timeZone, m))}`}
                  </span>
                </span>
                {mayPhotograph && standing !== 'notPublished' && (
                  <FileButton
                    accept="image/*"
                    capture="environment"
                    onChange={(photo) => {
                      if (photo !== null) void send(entrance, photo);
                    }}
                  >
                    {(button) => (
                      <Button
                        {...button}
                        variant={standing === 'hung' ? 'default' : 'filled'}
                        leftSection={<IconCamera aria-hidden />}
                        aria-label={m.notices.photographAt(entrance.name)}
                        loading={sending === entrance.id}
                        disabled={offline || (sending !== null && sending !== entrance.id)}
                      >
                        {m.notices.photograph}
                      </Button>
                    )}
                  </FileButton>
                )}
                {problem?.at === entrance.id && (
                  <div className={classes.problem}>
                    <Problem text={problem.refusal} />
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <Button data-autofocus variant="default" onClick={onClose}>
        {m.notices.close}
      </Button>
    </Stack>
  );
}
