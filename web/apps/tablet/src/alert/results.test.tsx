// @vitest-environment jsdom
import type { AlertView, Api, DrillResult } from '@retailguard/api';
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { apiWith, show } from '../testing';
import { DrillScreen } from './DrillScreen';
import { alertOf, sharedOf } from './fixtures';
import { ResultScreen } from './ResultScreen';

afterEach(cleanup);

const showResult = (alert: Partial<AlertView>, calls: Partial<Api> = {}) => {
  const onAnswered = vi.fn();
  show(
    <ResultScreen
      shared={sharedOf({ alert: alertOf(alert), api: apiWith(calls), onAnswered })}
      onDismiss={() => undefined}
    />,
  );
  return { onAnswered };
};

test('R16: told apart, it says until when this entry raises nothing here, and lifts that on request', async () => {
  const lifted = alertOf({ state: 'rejected' });
  const alertAgain = vi.fn<Api['alertAgain']>(() => Promise.resolve(lifted));
  const { onAnswered } = showResult(
    { state: 'rejected', suppressedUntil: '2026-11-22T01:32:00Z' },
    { alertAgain },
  );
  expect(screen.getByText('No alert on this entry here until 14:32.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Alert again' }));
  await act(() => Promise.resolve());
  expect(alertAgain.mock.calls[0]![0]).toBe('a1');
  expect(onAnswered).toHaveBeenCalledWith(lifted);
});

test.each([null, '2026-11-22T00:00:00Z'])(
  'R16: nothing is offered to lift when nothing is suppressed (%s)',
  (until) => {
    showResult({ state: 'rejected', suppressedUntil: until });
    expect(screen.queryByRole('button', { name: 'Alert again' })).toBeNull();
  },
);

test.each([
  ['entryRate', /too many alerts today/],
  ['entryDisputed', /disputed this entry/],
  ['entryRemoved', /taken off the list/],
  ['matchingStopped', /Matching was stopped/],
] as const)('R7, R8: frozen by %s, it says to stop and why', (stopped, why) => {
  showResult({ state: 'frozen', stopped });
  expect(screen.getByRole('heading', { level: 1, name: 'Stop. Do not approach.' })).toBeTruthy();
  expect(screen.getByText(why)).toBeTruthy();
});

const showDrill = (drill: DrillResult) => {
  show(
    <DrillScreen
      shared={sharedOf({ alert: alertOf({ state: 'drill', drill }) })}
      onDismiss={() => undefined}
    />,
  );
  return document.body.textContent;
};

test('R48: a right answer in a drill is praised', () => {
  const text = showDrill({
    expected: 'different',
    correct: true,
    yourAnswer: 'different',
    yourAnswerCorrect: true,
  });
  expect(text).toContain('This was a drill');
  expect(text).toContain('you were right');
  expect(text).toContain('It wasNot the same');
});

test('R48: a wrong answer in a drill is taught, not blamed', () => {
  const text = showDrill({
    expected: 'same',
    correct: false,
    yourAnswer: 'different',
    yourAnswerCorrect: false,
  });
  expect(text).toContain('That is what drills are for');
  expect(text).toContain('You saidNot the same');
  expect(text).toContain('ears, brow and jaw stay');
});

test('R48: who did not vote learns what was expected', () => {
  const text = showDrill({ expected: 'same', correct: true, yourAnswer: null, yourAnswerCorrect: null });
  expect(text).toContain('You did not vote in this one.');
  expect(text).not.toContain('You said');
});
