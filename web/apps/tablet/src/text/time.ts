/** Times are shown in the store's zone, whatever the device is set to. */
export const clockTime = (ms: number, timeZone: string, lang: string, withSeconds = false) =>
  new Intl.DateTimeFormat(lang, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(withSeconds ? { second: '2-digit' } : {}),
  }).format(ms);

export const longDate = (ms: number, timeZone: string, lang: string) =>
  new Intl.DateTimeFormat(lang, { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(ms);

export const fullDate = (iso: string, timeZone: string, lang: string) =>
  new Intl.DateTimeFormat(lang, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(
    Date.parse(iso),
  );

export const secondsSince = (iso: string, nowMs: number) =>
  Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1000));

export const secondsUntil = (iso: string, nowMs: number) =>
  Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / 1000));

/** m:ss */
export const countdown = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Only until the store's own zone is known. */
export const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
