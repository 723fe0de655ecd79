import type { AlertView } from '@retailguard/api';

export type Stage = 'gathering' | 'voting' | 'waiting' | 'confirmed' | 'result';

export function stageOf(alert: AlertView): Stage {
  switch (alert.state) {
    case 'raised':
      return 'gathering';
    case 'voting':
      return alert.voted ? 'waiting' : 'voting';
    case 'confirmed':
      return 'confirmed';
    case 'rejected':
    case 'expired':
    case 'closed':
      return 'result';
  }
}

export const isOpen = (alert: AlertView) => stageOf(alert) !== 'result';
export const needsVote = (alert: AlertView) => ['gathering', 'voting'].includes(stageOf(alert));

/**
 * What this person has to look at, oldest first: open alerts, and the results of those that were
 * open on this screen until the person puts them away.
 */
export const queueOf = (
  alerts: readonly AlertView[],
  seenOpen: ReadonlySet<string>,
  dismissed: ReadonlySet<string>,
): AlertView[] =>
  alerts
    .filter((alert) => isOpen(alert) || (seenOpen.has(alert.id) && !dismissed.has(alert.id)))
    .sort((a, b) => a.raisedAt.localeCompare(b.raisedAt) || a.id.localeCompare(b.id));

/** An open alert stays until it is over or the person goes on; a result gives way to an alert that needs a vote. */
export function pick(queue: readonly AlertView[], currentId: string | null): AlertView | null {
  const current = queue.find((alert) => alert.id === currentId);
  if (current !== undefined && isOpen(current)) return current;
  return queue.find(needsVote) ?? current ?? queue[0] ?? null;
}
