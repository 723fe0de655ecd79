import type { AlertView } from '@retailguard/api';

export type Stage = 'gathering' | 'voting' | 'waiting' | 'confirmed' | 'record' | 'card' | 'drill' | 'result';

/** What the stage of an alert depends on besides the alert. */
export interface Viewing {
  /** Server's clock, ms. */
  now: number;
  /** Alerts whose card for the person was shown and put away on this tablet. */
  cardsPutAway: ReadonlySet<string>;
}

export function stageOf(alert: AlertView, { now, cardsPutAway }: Viewing): Stage {
  // R28: a dispute stops whatever was going on; only then comes what is still owed.
  if (alert.case !== null && !cardsPutAway.has(alert.id)) return 'card';
  switch (alert.state) {
    case 'raised':
      return 'gathering';
    case 'voting':
      return alert.voted ? 'waiting' : 'voting';
    case 'confirmed':
      // R26: after ten minutes nobody acts; R27: what was done is still owed.
      return now < Date.parse(alert.actionableUntil) ? 'confirmed' : 'record';
    case 'drill':
      return 'drill';
    case 'rejected':
    case 'expired':
    case 'closed':
    case 'disputed':
    case 'frozen':
      return alert.outcomeDue ? 'record' : 'result';
  }
}

const openStages: readonly Stage[] = ['gathering', 'voting', 'waiting', 'confirmed'];
export const isOpen = (alert: AlertView, viewing: Viewing) => openStages.includes(stageOf(alert, viewing));
export const needsVote = (alert: AlertView) =>
  alert.case === null && (alert.state === 'raised' || (alert.state === 'voting' && !alert.voted));
export const needsRecord = (alert: AlertView, viewing: Viewing) => stageOf(alert, viewing) === 'record';

/** R28: a card stays in front until it is put away: it may be in the person's hands. */
const mustStay = (alert: AlertView, viewing: Viewing) =>
  isOpen(alert, viewing) || stageOf(alert, viewing) === 'card';

/**
 * What this person has to look at, oldest first: open alerts, cards that were not put away, and what
 * became of alerts that were open on this screen until the person puts that away.
 */
export const queueOf = (
  alerts: readonly AlertView[],
  viewing: Viewing,
  seenOpen: ReadonlySet<string>,
  dismissed: ReadonlySet<string>,
): AlertView[] =>
  alerts
    .filter((alert) => mustStay(alert, viewing) || (seenOpen.has(alert.id) && !dismissed.has(alert.id)))
    .sort((a, b) => a.raisedAt.localeCompare(b.raisedAt) || a.id.localeCompare(b.id));

/** An open alert stays until it is over or the person goes on; a result gives way to an alert that needs a vote. */
export function pick(
  queue: readonly AlertView[],
  viewing: Viewing,
  currentId: string | null,
): AlertView | null {
  const current = queue.find((alert) => alert.id === currentId);
  if (current !== undefined && mustStay(current, viewing)) return current;
  return queue.find(needsVote) ?? current ?? queue[0] ?? null;
}
