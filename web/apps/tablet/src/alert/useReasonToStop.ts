import type { AlertView } from '@retailguard/api';
import { useMessages } from '../text/useMessages';

/** Why nobody may act on this alert (any more), in words. */
export function useReasonToStop(alert: AlertView): { title: string; text: string } {
  const m = useMessages();
  if (alert.state === 'frozen') {
    const { stopped } = alert;
    // Only a drill gives way to a real alert, and none is frozen.
    return {
      title: m.frozen.title,
      text: stopped === null || stopped === 'realAlert' ? '' : m.frozen.why[stopped],
    };
  }
  if (alert.case !== null) {
    return { title: m.dispute.stop, text: m.dispute.recorded(alert.case.number) };
  }
  return { title: m.confirmed.tooLate, text: m.confirmed.tooLateText };
}
