import type { Trial } from '../api/shapes';
import type { Tone } from '../parts/State';

const soonMs = 30 * 86_400_000;

export const stateName: Record<Trial['state'], string> = {
  running: 'Running',
  ended: 'Over: its stores match nobody',
  concluded: 'Concluded: matching goes on',
};

export const stateTone: Record<Trial['state'], Tone> = { running: 'good', ended: 'bad', concluded: 'over' };

/** Whether a verdict waits for a second person. */
export const isWaiting = ({ verdict, state }: Trial) => verdict !== null && state !== 'concluded';

/** What somebody who writes assessments reads on Today; null when the trial asks nothing of them. */
export function trialWaits(trial: Trial, now = Date.now()): string | null {
  const { number, state, verdict, endsAt } = trial;
  if (isWaiting(trial) && verdict?.whyNotYou === null)
    return `A verdict on trial ${number} waits for a second person to agree.`;
  if (state === 'ended') return `Trial ${number} is over, so its stores match nobody.`;
  return state === 'running' && Date.parse(endsAt) - now < soonMs
    ? `Trial ${number} ends, and its stores stop with it unless two people agree that what it found is enough.`
    : null;
}
