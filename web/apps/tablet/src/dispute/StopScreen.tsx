import { Button, Loader } from '@mantine/core';
import { WorkingButton } from '../device/WorkingButton';
import { Problem } from '../sign-in/Problem';
import { clockTime } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './Dispute.module.css';
import { StopHeader } from './StopHeader';
import type { Dispute } from './useDispute';

/** R28: between the tap and the case. What staff must do does not wait for the server. */
export function StopScreen(props: {
  dispute: Dispute;
  offline: boolean;
  timeZone: string;
  onAgain: () => Promise<void>;
  onBack: () => void;
}) {
  const m = useMessages();
  const { dispute, offline } = props;
  return (
    <div className={classes.page} data-screen="alert">
      <StopHeader staff={m.dispute.staffWithoutCard} />
      <main className={classes.main}>
        {dispute.problem === null ? (
          <p className={classes.working} role="status">
            <Loader aria-hidden /> {m.dispute.recording}
          </p>
        ) : (
          <div className={classes.failed}>
            <Problem text={dispute.problem} />
            <h2 className={classes.heading}>{m.dispute.notRecorded.title}</h2>
            <ol className={classes.steps}>
              <li>{m.dispute.notRecorded.tell}</li>
              <li>{m.dispute.notRecorded.note(clockTime(dispute.at, props.timeZone))}</li>
              <li>{m.dispute.notRecorded.again}</li>
            </ol>
            <div className={classes.actions}>
              <WorkingButton act={props.onAgain} disabled={offline}>
                {m.dispute.notRecorded.record}
              </WorkingButton>
              <Button variant="default" onClick={props.onBack}>
                {m.dispute.notRecorded.back}
              </Button>
            </div>
            {offline && <p>{m.refused['not-now']}</p>}
          </div>
        )}
      </main>
    </div>
  );
}
