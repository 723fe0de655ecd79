import type { Entrance } from './types';

/** How the poster of an entrance stands; `ending`: it hangs, and its photograph ends within a week. */
export type PosterStanding = Entrance['state'] | 'ending';

const soonMs = 7 * 86_400_000;

/** By a clock that goes on, so that a poster lapses on the screen when it does. */
export function posterStanding({ state, validUntil }: Entrance, now = Date.now()): PosterStanding {
  if (state !== 'hung' || validUntil === null) return state;
  const left = Date.parse(validUntil) - now;
  return left <= 0 ? 'lapsed' : left < soonMs ? 'ending' : 'hung';
}

/** The last moment at which a photograph counts: it ends with a day. */
export const lastMoment = (validUntil: string) => new Date(Date.parse(validUntil) - 1).toISOString();
