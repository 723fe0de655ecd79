import type { AlertView, Api } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { useNow } from '@retailguard/ui';
import type { Position, SignedInPerson } from './AlertFrame';
import { ConfirmedScreen } from './ConfirmedScreen';
import { stageOf } from './queue';
import { ResultScreen } from './ResultScreen';
import { VoteScreen } from './VoteScreen';
import { WaitingScreen } from './WaitingScreen';

export interface AlertStageProps {
  alert: AlertView;
  api: Api;
  live: LiveState;
  timeZone: string;
  position: Position;
  person: SignedInPerson;
  canHandOver: boolean;
  onAnswered: (alert: AlertView) => void;
  onHandOver: () => Promise<void>;
  onDismiss: () => void;
}

/** The screen for where an alert stands now. */
export function AlertStage(props: AlertStageProps) {
  const { alert, live } = props;
  const now = useNow() + live.clockOffset;
  const shared = { alert, now, position: props.position, person: props.person };
  switch (stageOf(alert)) {
    case 'gathering':
    case 'voting':
      return <VoteScreen {...shared} api={props.api} status={live.status} onAnswered={props.onAnswered} />;
    case 'waiting':
      return <WaitingScreen {...shared} canHandOver={props.canHandOver} onHandOver={props.onHandOver} />;
    case 'confirmed':
      return (
        <ConfirmedScreen
          {...shared}
          api={props.api}
          timeZone={props.timeZone}
          status={live.status}
          onAnswered={props.onAnswered}
        />
      );
    case 'result':
      return <ResultScreen {...shared} onDismiss={props.onDismiss} />;
  }
}
