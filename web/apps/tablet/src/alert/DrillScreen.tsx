import { Button } from '@mantine/core';
import { IconSchool, IconThumbUp } from '@tabler/icons-react';
import { useMessages } from '../text/useMessages';
import { AlertFrame } from './AlertFrame';
import classes from './Message.module.css';
import type { AlertShared } from './shared';

/** R48: only once it is decided does a drill say that it was one; a wrong answer is taught, not blamed. */
export function DrillScreen({ shared, onDismiss }: { shared: AlertShared; onDismiss: () => void }) {
  const m = useMessages();
  const { drill } = shared.alert;
  const right = drill?.yourAnswerCorrect ?? drill?.correct ?? false;
  const Icon = right ? IconThumbUp : IconSchool;
  return (
    <AlertFrame shared={shared} title={m.drill.title} clock={null} over disputable={false}>
      <div className={classes.message} role="status">
        <Icon size={96} stroke={1.5} aria-hidden />
        {drill !== null && (
          <>
            <p className={classes.large}>
              {drill.yourAnswerCorrect === null
                ? m.drill.notYours
                : drill.yourAnswerCorrect
                  ? m.drill.right
                  : m.drill.wrong}
            </p>
            <dl className={classes.facts}>
              {drill.yourAnswer !== null && (
                <div>
                  <dt>{m.drill.yourAnswer}</dt>
                  <dd>{m.vote.answers[drill.yourAnswer]}</dd>
                </div>
              )}
              <div>
                <dt>{m.drill.expected}</dt>
                <dd>{m.vote.answers[drill.expected]}</dd>
              </div>
            </dl>
            {drill.yourAnswerCorrect === false && (
              <p className={classes.text}>
                {drill.yourAnswer === 'cannotTell'
                  ? m.drill.cannotTell
                  : m.drill.lookAgain[drill.expected === 'same' ? 'same' : 'different']}
              </p>
            )}
          </>
        )}
        <p className={classes.text}>{m.drill.nobody}</p>
        <Button className={classes.action ?? ''} onClick={onDismiss}>
          {m.result.dismiss}
        </Button>
      </div>
    </AlertFrame>
  );
}
