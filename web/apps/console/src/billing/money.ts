const format = new Intl.NumberFormat('en-NZ', { style: 'currency', currency: 'NZD' });

/** Cents of a New Zealand dollar as people read them: "$1,234.50". */
export const dollars = (cents: number) => format.format(cents / 100);
