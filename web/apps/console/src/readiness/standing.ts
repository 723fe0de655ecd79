import type { ReadinessRule, ReadyStore } from '../api/shapes';
import { moment } from '../time';

const monthMs = 30 * 86_400_000;

/** Whether all is in order again, and the store has only not looked yet. */
export const begins = ({ isArmed, rules }: ReadyStore): boolean =>
  !isArmed && rules.every(({ standing }) => standing !== 'stopped');

/** What stopped, since when, who can mend it and how long that takes: one sentence a store, empty where nothing has. */
export function storeSentence({ isArmed, whyNot, rules, timeZone }: ReadyStore): string {
  const stopped = rules.find(({ standing }) => standing === 'stopped');
  if (isArmed && stopped === undefined) return '';
  const since = stopped?.since == null ? '' : `Since ${moment(stopped.since, timeZone)}. `;
  const why = stopped?.sentence ?? whyNot ?? '';
  const mend = stopped?.mend == null ? '' : ` ${mendSentence(stopped.mend)}`;
  return `${since}${why}${mend}`;
}

export const mendSentence = ({ who, how, takes }: NonNullable<ReadinessRule['mend']>): string =>
  `${who} can ${how}: ${takes}.`;

/** What ends within 30 days and stops a store then, the soonest first. */
export const lapsing = (stores: ReadyStore[], now = Date.now()) =>
  stores
    .flatMap((store) => store.rules.map((rule) => ({ store, rule, ends: rule.ends })))
    .filter((one): one is typeof one & { ends: string } => one.ends !== null)
    .filter(({ ends }) => Date.parse(ends) - now <= monthMs)
    .sort((a, b) => a.ends.localeCompare(b.ends));

/** The groups in which the rules of a store are shown. */
export const ruleGroups: Record<ReadinessRule['standing'], string> = {
  stopped: 'Stopped',
  ending: 'Ends in 7 days',
  inOrder: 'In order',
};
