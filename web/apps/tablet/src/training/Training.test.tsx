// @vitest-environment jsdom
import { type Api, type Course, type ExamResult, Refusal } from '@retailguard/api';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { apiWith, show } from '../testing';
import { Training } from './Training';

afterEach(cleanup);

const course: Course = {
  version: '1',
  lang: 'en',
  awaitingReview: false,
  lessons: [
    { id: 'l1', title: 'First lesson', text: ['One.'] },
    { id: 'l2', title: 'Second lesson', text: ['Two.'] },
  ],
  questions: ['q1', 'q2'].map((id) => ({
    id,
    text: `Question ${id}`,
    choices: ['a', 'b'].map((choice) => ({ id: choice, text: `${id} ${choice}` })),
  })),
  passAt: 2,
  validMonths: 12,
};
const passed: ExamResult = {
  passed: true,
  right: 2,
  of: 2,
  passAt: 2,
  topics: [],
  certificate: { validUntil: '2027-11-22T00:00:00Z', lapsed: false },
};

async function showExam(takeExam: Api['takeExam']) {
  const onPassed = vi.fn(() => Promise.resolve());
  show(
    <Training
      api={apiWith({ course: () => Promise.resolve(course), takeExam })}
      timeZone="Pacific/Auckland"
      onAlert={null}
      onPassed={onPassed}
      onLeave={() => undefined}
    />,
  );
  await screen.findByRole('heading', { name: 'First lesson' });
  await press('Next lesson');
  await press('To the exam');
  return { onPassed };
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const choose = (name: string) => userEvent.click(screen.getByRole('radio', { name }));

test('R48: answers can be changed until they are sent, and a pass tells until when it holds', async () => {
  const takeExam = vi.fn<Api['takeExam']>(() => Promise.resolve(passed));
  const { onPassed } = await showExam(takeExam);
  await choose('q1 a');
  await press('Next question');
  await choose('q2 a');
  await press('Back');
  await choose('q1 b');
  await press('Next question');
  expect(screen.getByRole('radio', { name: 'q2 a' }).getAttribute('aria-checked')).toBe('true');
  await press('Look over your answers');
  await press('Send the answers');
  expect(takeExam.mock.calls).toEqual([[{ version: '1', answers: { q1: 'b', q2: 'a' } }]]);
  expect(await screen.findByText('Your certificate holds until 22 November 2027.')).toBeTruthy();
  expect(onPassed).toHaveBeenCalledOnce();
});

test('R48: nothing is sent while a question is open, and it says which', async () => {
  await showExam(vi.fn());
  await press('Next question');
  await choose('q2 a');
  await press('Look over your answers');
  expect(screen.getByText('1 question is not answered yet.')).toBeTruthy();
  expect(screen.getByRole('button', { name: /Question q1.*Not answered yet/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Send the answers' })).toHaveProperty('disabled', true);
});

async function sendAll() {
  await choose('q1 a');
  await press('Next question');
  await choose('q2 a');
  await press('Look over your answers');
  await press('Send the answers');
}

test('R48: who fails learns what to read again, starts there, and with empty answers', async () => {
  const { onPassed } = await showExam(() =>
    Promise.resolve({ ...passed, passed: false, right: 1, topics: ['l2'], certificate: null }),
  );
  await sendAll();
  expect(await screen.findByRole('heading', { name: 'Not passed yet' })).toBeTruthy();
  expect(screen.getByText('Second lesson')).toBeTruthy();
  expect(onPassed).not.toHaveBeenCalled();
  await press('Read again, then the exam');
  expect(screen.getByRole('heading', { name: 'Second lesson' })).toBeTruthy();
  await press('To the exam');
  expect(screen.getByRole('radio', { name: 'q1 a' }).getAttribute('aria-checked')).toBe('false');
});

test('R48: three failed tries lock the exam, with the time in the sentence of the server', async () => {
  await showExam(() => Promise.reject(new Refusal('exam-locked', 'Try again at 14:32.', 423)));
  await sendAll();
  expect(await screen.findByText('Try again at 14:32.')).toBeTruthy();
});
