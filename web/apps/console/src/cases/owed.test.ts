import { expect, test } from 'vitest';
import type { Case } from '../api/shapes';
import { owedBy } from './owed';

test('R29: an open case asks for its record first, then for its end', () => {
  const open = { state: 'open', misidentification: null } as Case;
  expect(owedBy(open)).toBe('record');
  expect(owedBy({ ...open, misidentification: { cause: 'firstVote' } } as Case)).toBe('close');
  expect(owedBy({ ...open, state: 'closed' })).toBe('nothing');
});
