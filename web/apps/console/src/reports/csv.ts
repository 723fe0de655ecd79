import { save } from '../parts/save';

type Cell = string | number | null;

/** A table as text for spreadsheets. What begins like a formula is kept from being one. */
export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) => {
    const text = value === null ? '' : String(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Gives a text to the reader as a file. */
export function download(name: string, text: string) {
  // The mark tells spreadsheets that macrons are UTF-8.
  save(name, new Blob(['\ufeff', text], { type: 'text/csv' }));
}
