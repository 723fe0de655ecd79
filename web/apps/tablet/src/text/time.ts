/** Times are shown in the store's zone, whatever the device is set to. */
export const clockTime = (ms: number, timeZone: string, withSeconds = false) =>
  new Intl.DateTimeFormat('en-NZ', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(withSeconds ? { second: '2-digit' } : {}),
  }).format(ms);

/** Sunday and January first. Ours, because browsers leave te reo Māori out. */
export interface DateNames {
  weekdays: readonly string[];
  months: readonly string[];
}

function dateParts(ms: number, timeZone: string, { weekdays, months }: DateNames) {
  const numbers: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  const format = new Intl.DateTimeFormat('en-NZ', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  for (const { type, value } of format.formatToParts(ms)) numbers[type] = Number(value);
  const { year = 0, month = 1, day = 1 } = numbers;
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  return { weekday, day, month: months[month - 1] ?? '', year };
}

export const longDate = (ms: number, timeZone: string, names: DateNames) => {
  const { weekday, day, month } = dateParts(ms, timeZone, names);
  return `${weekday}, ${day} ${month}`;
};

export const fullDate = (iso: string, timeZone: string, names: DateNames) => {
  const { day, month, year } = dateParts(Date.parse(iso), timeZone, names);
  return `${day} ${month} ${year}`;
};

export const secondsSince = (iso: string, nowMs: number) =>
  Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1000));

export const secondsUntil = (iso: string, nowMs: number) =>
  Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / 1000));

/** m:ss */
export const countdown = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Only until the store's own zone is known. */
export const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
