// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveState, show } from '../testing';
import { AlertStage } from './AlertStage';
import { alertOf, holdPictures, sharedOf } from './fixtures';

beforeEach(() => {
  // The clock stands still: how long a machine takes to draw must not be seen.
  vi.useFakeTimers({ toFake: ['Date'] });
  holdPictures();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test.each([-600_000, 0, 600_000])(
  'R26: the time left is the server’s, on a tablet whose clock is %i ms off',
  async (clockOffset) => {
    const inSeconds = (seconds: number) => new Date(Date.now() + clockOffset + seconds * 1000).toISOString();
    const alert = alertOf({
      capturedAt: inSeconds(-5),
      raisedAt: inSeconds(-3),
      votingEndsAt: inSeconds(90),
      actionableUntil: inSeconds(595),
    });
    show(
      <AlertStage
        {...sharedOf({ alert, live: liveState({ clockOffset }) })}
        cardsPutAway={new Set()}
        canHandOver
        onHandOver={() => Promise.resolve()}
        onDismiss={() => undefined}
        onCardDone={() => undefined}
      />,
    );
    await act(() => Promise.resolve());
    expect(screen.getByRole('timer').textContent).toMatch(/1:30$/);
    expect(screen.getByText(/^Entrance 1 · 5 s ago$/)).toBeTruthy();
    expect(screen.queryByText(/Time is up/)).toBeNull();
  },
);
