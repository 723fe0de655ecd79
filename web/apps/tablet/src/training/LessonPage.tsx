import { Button } from '@mantine/core';
import type { Lesson } from '@retailguard/api';
import { useMessages } from '../text/useMessages';
import { Page } from './Page';
import classes from './Training.module.css';

export function LessonPage(props: {
  lesson: Lesson;
  number: number;
  of: number;
  awaitingReview: boolean;
  isLast: boolean;
  onBack: (() => void) | null;
  onNext: () => void;
}) {
  const m = useMessages();
  return (
    <Page place={m.training.lesson(props.number, props.of)} title={props.lesson.title}>
      {props.lesson.text.map((paragraph) => (
        <p key={paragraph} className={classes.text}>
          {paragraph}
        </p>
      ))}
      {props.awaitingReview && <p className={classes.review}>{m.language.awaitingReview}</p>}
      <div className={classes.moves}>
        {props.onBack !== null && (
          <Button variant="default" onClick={props.onBack}>
            {m.training.back}
          </Button>
        )}
        <Button onClick={props.onNext}>{props.isLast ? m.training.toExam : m.training.next}</Button>
      </div>
    </Page>
  );
}
