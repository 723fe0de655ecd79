import { Button, Loader, Progress } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { type Api, type Course, type ExamResult, Refusal } from '@retailguard/api';
import { useState } from 'react';
import { Problem } from '../sign-in/Problem';
import { LanguageMenu } from '../text/LanguageMenu';
import { useMessages } from '../text/useMessages';
import { ExamOutcome } from './ExamOutcome';
import { LessonPage } from './LessonPage';
import { QuestionPage } from './QuestionPage';
import { SendPage } from './SendPage';
import classes from './Training.module.css';
import { useCourse } from './useCourse';

/** R48: the course, then the exam. Where the person is and what they answered lasts until they leave. */
export function Training(props: {
  api: Api;
  timeZone: string;
  /** Goes to the alert that came meanwhile; null when there is none. */
  onAlert: (() => void) | null;
  onPassed: () => Promise<void>;
  onLeave: () => void;
}) {
  const m = useMessages();
  const loaded = useCourse(props.api, m.code);
  return (
    <div className={classes.page} data-screen="training">
      <header className={classes.header}>
        <h1 className={classes.title}>{m.training.title}</h1>
        <div className={classes.tools}>
          <LanguageMenu compact />
          <Button variant="default" onClick={props.onLeave}>
            {m.training.leave}
          </Button>
        </div>
      </header>
      <div role="status">
        {props.onAlert !== null && (
          <div className={classes.alert}>
            <IconBellRinging size={32} aria-hidden />
            <span>{m.training.alertWaiting}</span>
            <Button variant="default" onClick={props.onAlert}>
              {m.training.lookAtAlert}
            </Button>
          </div>
        )}
      </div>
      {loaded.state === 'here' ? (
        <Steps
          {...props}
          // Answers belong to one version of the questions, in whatever language they are read.
          key={loaded.course.version}
          course={loaded.course}
          onChanged={loaded.reload}
        />
      ) : (
        <main className={classes.main}>
          {loaded.state === 'loading' ? (
            <Loader aria-label={m.training.loading} />
          ) : (
            <>
              <Problem text={loaded.problem} />
              <Button onClick={loaded.reload}>{m.vote.tryAgain}</Button>
            </>
          )}
        </main>
      )}
    </div>
  );
}

function Steps(props: {
  api: Api;
  timeZone: string;
  course: Course;
  onPassed: () => Promise<void>;
  onChanged: () => void;
  onLeave: () => void;
}) {
  const { api, course } = props;
  /** Lessons come first, then questions, then the look over all answers. */
  const [step, setStep] = useState(0);
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [result, setResult] = useState<ExamResult | null>(null);

  const lessons = course.lessons.length;
  const last = lessons + course.questions.length;
  const lesson = course.lessons[step];
  const question = course.questions[step - lessons];
  const go = (to: number) => {
    setProblem(null);
    setStep(to);
  };

  async function send() {
    setProblem(null);
    try {
      const outcome = await api.takeExam({ version: course.version, answers });
      setResult(outcome);
      if (outcome.passed) await props.onPassed();
    } catch (error) {
      setProblem(Refusal.in(error));
      if (error instanceof Refusal && error.code === 'course-changed') props.onChanged();
    }
  }

  const startOver = (lessonId: string | undefined) => {
    setResult(null);
    setAnswers({});
    const index = course.lessons.findIndex(({ id }) => id === lessonId);
    go(Math.max(0, index));
  };

  return (
    <>
      <Progress value={(100 * step) / last} radius={0} size={8} aria-hidden className={classes.progress} />
      <main className={classes.main} lang={course.lang === 'mi' ? 'mi-NZ' : 'en-NZ'}>
        {result !== null ? (
          <ExamOutcome
            result={result}
            lessons={course.lessons}
            timeZone={props.timeZone}
            onReread={startOver}
            onLeave={props.onLeave}
          />
        ) : lesson !== undefined ? (
          <LessonPage
            key={lesson.id}
            lesson={lesson}
            number={step + 1}
            of={lessons}
            awaitingReview={course.awaitingReview}
            isLast={step + 1 === lessons}
            onBack={step === 0 ? null : () => go(step - 1)}
            onNext={() => go(step + 1)}
          />
        ) : question !== undefined ? (
          <QuestionPage
            key={question.id}
            question={question}
            number={step - lessons + 1}
            of={course.questions.length}
            answer={answers[question.id] ?? null}
            onAnswer={(choice) => setAnswers({ ...answers, [question.id]: choice })}
            onBack={() => go(step - 1)}
            onNext={() => go(step + 1)}
          />
        ) : (
          <SendPage
            questions={course.questions}
            answers={answers}
            passAt={course.passAt}
            problem={problem}
            onQuestion={(index) => go(lessons + index)}
            onSend={send}
          />
        )}
      </main>
    </>
  );
}
