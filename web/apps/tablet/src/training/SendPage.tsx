import { Button, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { Question, Refusal } from '@retailguard/api';
import { WorkingButton } from '../device/WorkingButton';
import { Problem } from '../sign-in/Problem';
import { useMessages } from '../text/useMessages';
import { Page } from './Page';
import classes from './Training.module.css';

/** All answers once more: until they are sent each can be changed. */
export function SendPage(props: {
  questions: Question[];
  answers: Record<string, string>;
  passAt: number;
  problem: Refusal | null;
  onQuestion: (index: number) => void;
  onSend: () => Promise<void>;
}) {
  const m = useMessages();
  const { questions, answers } = props;
  const open = questions.filter(({ id }) => answers[id] === undefined).length;
  return (
    <Page place={m.training.exam} title={m.training.lookOver}>
      <p className={classes.text}>{m.training.passAt(props.passAt, questions.length)}</p>
      <ol className={classes.answers}>
        {questions.map((question, index) => {
          const chosen = question.choices.find(({ id }) => id === answers[question.id]);
          return (
            <li key={question.id}>
              <UnstyledButton className={classes.answer} onClick={() => props.onQuestion(index)}>
                <span>
                  {question.text}
                  <strong data-open={chosen === undefined}>{chosen?.text ?? m.training.notAnswered}</strong>
                </span>
                <IconPencil aria-hidden />
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
      <Problem text={props.problem ?? (open > 0 ? m.training.stillOpen(open) : null)} />
      <div className={classes.moves}>
        <Button variant="default" onClick={() => props.onQuestion(questions.length - 1)}>
          {m.training.back}
        </Button>
        <WorkingButton act={props.onSend} disabled={open > 0}>
          {m.training.send}
        </WorkingButton>
      </div>
    </Page>
  );
}
