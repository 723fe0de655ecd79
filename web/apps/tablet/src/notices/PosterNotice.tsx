import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import type { Entrance } from '@retailguard/api';
import { useMessages } from '../text/useMessages';
import classes from '../training/Training.module.css';
import { type PosterStanding, posterStanding } from '@retailguard/api';

/** R33: says which posters are to be photographed; nothing while all of them hang. */
export function PosterNotice(props: { entrances: Entrance[]; now: number; onOpen: () => void }) {
  const m = useMessages();
  const named = (...wanted: PosterStanding[]) =>
    props.entrances
      .filter((entrance) => wanted.includes(posterStanding(entrance, props.now)))
      .map(({ name }) => name)
      .join(', ');
  const due = named('notHung', 'lapsed');
  const ending = named('ending');
  if (due === '' && ending === '') return null;
  return (
    <section className={classes.notice}>
      <IconCamera size={40} aria-hidden />
      <p>{due === '' ? m.notices.ending(ending) : m.notices.due(due)}</p>
      <Button aria-haspopup="dialog" onClick={props.onOpen}>
        {m.notices.photograph}
      </Button>
    </section>
  );
}
