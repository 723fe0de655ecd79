import { Button } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { fullDate } from '../text/time';
import { useMessages } from '../text/useMessages';
import type { CertificateState } from './certificate';
import classes from './Training.module.css';

/** R48: says in time that a certificate is missing, has lapsed or ends soon; nothing while it holds. */
export function TrainingNotice(props: {
  certificate: CertificateState;
  timeZone: string;
  onTake: () => void;
}) {
  const m = useMessages();
  const { certificate } = props;
  if (certificate.state === 'holds') return null;
  const text =
    certificate.state === 'ending'
      ? m.training.ending(fullDate(certificate.validUntil, props.timeZone, m))
      : m.training.cannotVote[certificate.state];
  return (
    <section className={classes.notice}>
      <IconSchool size={40} aria-hidden />
      <p>{text}</p>
      <Button onClick={props.onTake}>{m.training.take}</Button>
    </section>
  );
}
