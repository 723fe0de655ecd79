/** Where something can be mended. */
export interface Mend {
  to: string;
  label: string;
}

const people: Mend = { to: '/people', label: 'To the people' };

/** By the code of the refusal; whatever is mended where it happened is not here. */
const mends: Record<string, Mend> = {
  'last-administrator': people,
  'not-independent': people,
  'invitation-open': people,
  'second-factor-missing': { to: '/second-factor', label: 'Show or set up your second factor' },
  'billing-overdue': { to: '/billing', label: 'To the billing' },
  'below-floor': { to: '/criteria', label: 'Read the criteria' },
  'category-not-enrolled': { to: '/criteria', label: 'Read the criteria' },
  'over-budget': { to: '/watchlist', label: 'To the list' },
  'device-revoked': { to: '/devices', label: 'To the devices' },
  'not-signed-in': { to: '/sign-in', label: 'Sign in' },
};

export const mendOf = (code: string): Mend | null => mends[code] ?? null;
