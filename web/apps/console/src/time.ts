const formats = new Map<string, Intl.DateTimeFormat>();

function format(style: 'moment' | 'day', timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${style} ${timeZone ?? ''}`;
  const known =
    formats.get(key) ??
    new Intl.DateTimeFormat('en-NZ', {
      dateStyle: 'medium',
      ...(style === 'moment' ? { timeStyle: 'short' } : {}),
      ...(timeZone === undefined ? {} : { timeZone }),
    });
  formats.set(key, known);
  return known;
}

/** A day and a time, in a store's zone where the store is known, else in the reader's. */
export const moment = (at: string, timeZone?: string) => format('moment', timeZone).format(new Date(at));

export const day = (at: string, timeZone?: string) => format('day', timeZone).format(new Date(at));

/** The first moment of a day of an address (2026-12-31), or of a day after it, where the reader is. */
export function startOf(day: string, after = 0): string {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + after);
  return date.toISOString();
}

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const relative = new Intl.RelativeTimeFormat('en-NZ', { numeric: 'always' });

/** "in 3 hours", "2 days ago", by the largest unit of which there is a whole one. */
export function fromNow(at: string, now = Date.now()): string {
  const ms = new Date(at).getTime() - now;
  for (const [unit, size] of spans) {
    if (Math.abs(ms) >= size) return relative.format(Math.trunc(ms / size), unit);
  }
  return ms < 0 ? 'just now' : 'within a minute';
}
