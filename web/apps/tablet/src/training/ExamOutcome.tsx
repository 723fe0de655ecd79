import { Button } from '@mantine/core';
import { IconCertificate, IconSchool } from '@tabler/icons-react';
import type { ExamResult, Lesson } from '@retailguard/api';
import { fullDate } from '../text/time';
import { useMessages } from '../text/useMessages';
import { Page } from './Page';
import classes from './Training.module.css';

export function ExamOutcome(props: {
  result: ExamResult;
  lessons: Lesson[];
  timeZone: string;
  /** Starts over at the first of the lessons to read again. */
  onReread: (lessonId: string | undefined) => void;
  onLeave: () => void;
}) {
  const m = useMessages();
  const { result, lessons } = props;
  const topics = lessons.filter(({ id }) => result.topics.includes(id));
  const Icon = result.passed ? IconCertificate : IconSchool;
  return (
    <Page place={m.training.exam} title={result.passed ? m.training.passed : m.training.failed}>
      <p className={classes.score}>
        <Icon size={56} stroke={1.5} aria-hidden />
        {m.training.score(result.right, result.of)}
      </p>
      <p className={classes.text}>
        {result.passed && result.certificate !== null
          ? m.training.validUntil(fullDate(result.certificate.validUntil, props.timeZone, m))
          : m.training.failedText(result.passAt)}
      </p>
      {topics.length > 0 && (
        <section>
          <h3 className={classes.topicsTitle}>{m.training.readAgain}</h3>
          <ul className={classes.topics}>
            {topics.map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
        </section>
      )}
      <div className={classes.moves}>
        {result.passed ? (
          <Button onClick={props.onLeave}>{m.training.leave}</Button>
        ) : (
          <Button onClick={() => props.onReread(topics[0]?.id)}>{m.training.again}</Button>
        )}
      </div>
    </Page>
  );
}
