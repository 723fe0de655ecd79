/** Where somebody goes on after signing in: a page of the console, whatever the address claims. */
export function backTo(next: string | undefined): string {
  const base = '/console';
  if (next === undefined || !next.startsWith('/') || next.startsWith('//') || next.includes('\\'))
    return `${base}/`;
  return next.startsWith(`${base}/`) ? next : base + next;
}
