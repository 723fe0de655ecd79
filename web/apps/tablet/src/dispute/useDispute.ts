import { type AlertView, type Api, Refusal } from '@retailguard/api';
import type { LiveState } from '@retailguard/live';
import { useState } from 'react';

/** A tap on "Disputes it" that has no case yet. */
export interface Dispute {
  alertId: string;
  /** Server's clock, ms, of the tap: what the person writes down if it can't be recorded. */
  at: number;
  /** Null while it is on its way. */
  problem: Refusal | null;
}

/**
 * R28: one tap. The screen stops at once, whether or not the server can be reached; without a
 * connection nothing is sent and nothing is queued, and the screen says so.
 */
export function useDispute(api: Api, live: LiveState, onAnswered: (alert: AlertView) => void) {
  const [dispute, setDispute] = useState<Dispute | null>(null);

  async function send(alertId: string, at: number) {
    if (live.status === 'offline') {
      setDispute({ alertId, at, problem: new Refusal('dispute-offline') });
      return;
    }
    setDispute({ alertId, at, problem: null });
    try {
      onAnswered(await api.dispute(alertId));
      setDispute(null);
    } catch (error) {
      setDispute({ alertId, at, problem: Refusal.in(error) });
    }
  }

  return {
    dispute,
    raise: (alertId: string) => void send(alertId, Date.now() + live.clockOffset),
    again: () => (dispute === null ? Promise.resolve() : send(dispute.alertId, dispute.at)),
    back: () => setDispute(null),
  };
}
