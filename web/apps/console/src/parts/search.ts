/** What an address says, if it says it: a filter that is not set leaves no trace in the address. */
export const text = (raw: unknown): string | undefined =>
  typeof raw === 'string' ? raw || undefined : typeof raw === 'number' ? String(raw) : undefined;

/** One of a few words. */
export const choice = <const T extends string>(raw: unknown, known: readonly T[]): T | undefined =>
  known.find((word) => word === raw);

/** Whether each word that was typed is in one of the texts, whatever its case or marks: "maori" finds "Māori". */
export function finds(typed: string | undefined, ...texts: (string | null | undefined)[]): boolean {
  const plain = (words: string) => words.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en-NZ');
  const all = plain(texts.filter(Boolean).join(' '));
  return plain(typed ?? '')
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** The filters of a page: what an address does not say is not there. */
export const filters =
  <T extends Record<string, string | undefined>>(read: (raw: Record<string, unknown>) => T) =>
  (raw: Record<string, unknown>): Partial<T> =>
    Object.fromEntries(Object.entries(read(raw)).filter(([, value]) => value !== undefined)) as Partial<T>;
