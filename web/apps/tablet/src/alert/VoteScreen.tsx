import { Button, Checkbox, Loader } from '@mantine/core';
import {
  IconEqual,
  IconEqualNot,
  IconMaximize,
  IconPhotoOff,
  IconQuestionMark,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { type Answer, type Feature, features, Refusal } from '@retailguard/api';
import { type PairedPicture, PicturePair } from '@retailguard/ui';
import { useEffect, useRef, useState } from 'react';
import { Problem } from '../sign-in/Problem';
import { mayVote } from '../training/certificate';
import { secondsUntil } from '../text/time';
import { useMessages } from '../text/useMessages';
import { AlertFrame } from './AlertFrame';
import type { AlertShared } from './shared';
import { useAction } from './useAction';
import { type PictureState, useAlertPicture } from './usePicture';
import classes from './VoteScreen.module.css';

const answers: { answer: Answer; Icon: typeof IconEqual }[] = [
  { answer: 'same', Icon: IconEqual },
  { answer: 'different', Icon: IconEqualNot },
  { answer: 'cannotTell', Icon: IconQuestionMark },
];

/** Both pictures are seen for this long before a press counts: no finger meant for the screen before votes here. */
const lookFirstMs = 1_000;

/** R25: the two pictures, the checklist and three equal answers; nothing that tells who, why or how likely. */
export function VoteScreen({ shared }: { shared: AlertShared }) {
  const m = useMessages();
  const { alert, api, live, now, person } = shared;
  const { status } = live;
  const [ticked, setTicked] = useState<Feature[]>([]);
  const { working, problem, setProblem, act } = useAction<Answer>(shared);
  const firstFeature = useRef<HTMLButtonElement>(null);

  const gathering = alert.state === 'raised';
  const seen = useAlertPicture(api, alert.id, 'live', !gathering && alert.hasLive);
  const listed = useAlertPicture(api, alert.id, 'enrolment', !gathering && alert.hasEnrolment);
  const bothHere = seen.state === 'here' && listed.state === 'here';
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    if (!bothHere) return;
    const timer = setTimeout(() => {
      setLooked(true);
    }, lookFirstMs);
    return () => {
      clearTimeout(timer);
    };
  }, [bothHere]);

  const left = secondsUntil(alert.votingEndsAt, now);
  const whyNot =
    left === 0
      ? m.vote.why.timeUp
      : status !== 'live'
        ? m.vote.why[status]
        : !mayVote(person.certificate)
          ? m.training.cannotVote[person.certificate.state]
          : bothHere && looked
            ? null
            : m.vote.why.noPictures;

  function vote(answer: Answer) {
    if (answer === 'same' && ticked.length === 0) {
      setProblem(new Refusal('tick-first'));
      firstFeature.current?.focus();
      return;
    }
    void act(answer, { seenVersion: alert.version, answer, features: ticked }, (content, key) =>
      api.vote(alert.id, content, key),
    );
  }

  const paired = (picture: PictureState, caption: string, alt: string): PairedPicture => ({
    caption,
    alt,
    url: picture.state === 'here' ? picture.url : null,
    instead:
      picture.state === 'failed' ? (
        <>
          <IconPhotoOff size={40} aria-hidden />
          {m.vote.pictureFailed}
          <Button variant="default" onClick={picture.retry}>
            {m.vote.tryAgain}
          </Button>
        </>
      ) : (
        <>
          <Loader aria-hidden />
          {gathering ? m.vote.gathering : m.vote.loading}
        </>
      ),
  });

  return (
    <AlertFrame
      shared={shared}
      title={m.vote.title}
      clock={{
        label: m.alert.timeLeft,
        left,
        of: secondsUntil(alert.votingEndsAt, Date.parse(alert.raisedAt)),
      }}
    >
      <PicturePair
        pictures={[paired(seen, m.vote.now, m.vote.nowAlt), paired(listed, m.vote.listed, m.vote.listedAlt)]}
        text={{
          label: m.vote.pictures,
          zoomIn: m.vote.zoomIn,
          zoomOut: m.vote.zoomOut,
          reset: m.vote.zoomReset,
        }}
        icons={{
          zoomIn: <IconZoomIn aria-hidden />,
          zoomOut: <IconZoomOut aria-hidden />,
          reset: <IconMaximize aria-hidden />,
        }}
        stale={status !== 'live'}
      />
      <Checkbox.Group
        label={m.vote.featuresTitle}
        value={ticked}
        onChange={(values) => {
          setTicked(features.filter((feature) => values.includes(feature)));
          setProblem(null);
        }}
        classNames={{ root: classes.features ?? '', label: classes.featuresLabel ?? '' }}
      >
        <div className={classes.featureRow}>
          {features.map((feature, i) => (
            <Checkbox.Card
              key={feature}
              value={feature}
              className={classes.feature}
              {...(i === 0 ? { ref: firstFeature } : {})}
            >
              <Checkbox.Indicator size="md" />
              {m.vote.features[feature]}
            </Checkbox.Card>
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.decide}>
        <div className={classes.why}>
          <Problem text={whyNot ?? problem} id="why-not" />
          {!mayVote(person.certificate) && <Button onClick={person.train}>{m.training.take}</Button>}
        </div>
        <div className={classes.answers}>
          {answers.map(({ answer, Icon }) => (
            <Button
              key={answer}
              variant="default"
              classNames={{ root: classes.answer ?? '', label: classes.words ?? '' }}
              leftSection={<Icon size={32} aria-hidden />}
              loading={working === answer}
              disabled={whyNot !== null || (working !== null && working !== answer)}
              aria-describedby="why-not"
              onClick={() => {
                vote(answer);
              }}
            >
              {m.vote.answers[answer]}
              {/* Said beforehand, so that nobody takes it for a way to pass the decision on. */}
              {answer === 'cannotTell' && <span className={classes.means}> {m.vote.countsAsNo}</span>}
            </Button>
          ))}
        </div>
      </div>
    </AlertFrame>
  );
}
