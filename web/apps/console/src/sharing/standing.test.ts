import { expect, test } from 'vitest';
import type { Share } from '../api/shapes';
import { reach } from './standing';

const share = (hasReached: boolean | null) => ({ hasReached }) as Share;

test('@R20 stores that have nothing to hear are not counted', () => {
  expect(reach([share(true), share(false), share(null)])).toEqual({ told: 1, of: 2 });
});
