import type { Case } from '../api/shapes';

/** R29: what a case still asks for, and until when. */
export type Owed = 'record' | 'close' | 'nothing';

export const owedBy = ({ state, misidentification }: Case): Owed =>
  state === 'closed' ? 'nothing' : misidentification === null ? 'record' : 'close';
