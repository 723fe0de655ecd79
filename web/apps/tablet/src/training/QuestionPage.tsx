import { Button, Radio } from '@mantine/core';
import type { Question } from '@retailguard/api';
import { useMessages } from '../text/useMessages';
import { Page } from './Page';
import classes from './Training.module.css';

export function QuestionPage(props: {
  question: Question;
  number: number;
  of: number;
  answer: string | null;
  onAnswer: (choice: string) => void;
  onBack: () => void;
  onNext: () => void;
}) {
  const m = useMessages();
  const { question } = props;
  return (
    <Page place={m.training.question(props.number, props.of)} title={question.text}>
      <Radio.Group value={props.answer} onChange={props.onAnswer} aria-label={question.text}>
        <div className={classes.choices}>
          {question.choices.map((choice) => (
            <Radio.Card key={choice.id} value={choice.id} className={classes.choice}>
              <Radio.Indicator size="md" />
              {choice.text}
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <div className={classes.moves}>
        <Button variant="default" onClick={props.onBack}>
          {m.training.back}
        </Button>
        <Button onClick={props.onNext}>
          {props.number < props.of ? m.training.nextQuestion : m.training.lookOver}
        </Button>
      </div>
    </Page>
  );
}
