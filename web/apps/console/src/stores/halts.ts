import type { Halt } from '../api/shapes';

/** The switch that is thrown for all stores; there is one retailer in sight. */
export const haltOfAll = (halts: Halt[]) => halts.find(({ scope }) => scope === 'tenant');

export const haltOf = (halts: Halt[], id: string) =>
  halts.find((halt) => halt.scope !== 'tenant' && halt.id === id);
