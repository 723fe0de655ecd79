import { useNow } from '@retailguard/ui';
import { CardScreen } from '../dispute/CardScreen';
import { ConfirmedScreen } from './ConfirmedScreen';
import { DrillScreen } from './DrillScreen';
import { stageOf, type Viewing } from './queue';
import { RecordScreen } from './RecordScreen';
import { ResultScreen } from './ResultScreen';
import type { AlertShared } from './shared';
import { VoteScreen } from './VoteScreen';
import { WaitingScreen } from './WaitingScreen';

/** The screen for where an alert stands now. */
export function AlertStage(
  props: Omit<AlertShared, 'now'> & {
    cardsPutAway: Viewing['cardsPutAway'];
    canHandOver: boolean;
    onHandOver: () => Promise<void>;
    onDismiss: () => void;
    onCardDone: () => void;
  },
) {
  const { alert, api, live, position } = props;
  const now = useNow() + live.clockOffset;
  const shared: AlertShared = { ...props, now };
  switch (stageOf(alert, { now, cardsPutAway: props.cardsPutAway })) {
    case 'gathering':
    case 'voting':
      return <VoteScreen shared={shared} />;
    case 'waiting':
      return <WaitingScreen shared={shared} canHandOver={props.canHandOver} onHandOver={props.onHandOver} />;
    case 'confirmed':
      return <ConfirmedScreen shared={shared} />;
    case 'record':
      return <RecordScreen shared={shared} onLater={props.onDismiss} />;
    case 'card':
      return (
        <CardScreen
          alert={alert}
          api={api}
          live={live}
          onNextAlert={position.next}
          onDone={props.onCardDone}
        />
      );
    case 'drill':
      return <DrillScreen shared={shared} onDismiss={props.onDismiss} />;
    case 'result':
      return <ResultScreen shared={shared} onDismiss={props.onDismiss} />;
  }
}
