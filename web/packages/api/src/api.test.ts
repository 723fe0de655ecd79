import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApi } from './api';
import { IdempotencyKeys } from './idempotency';
import type { Vote } from './types';

const answer = (status: number, body: string, type = 'application/json') =>
  new Response(body, { status, headers: { 'Content-Type': type } });

/** Records what was sent and answers with `reply`. */
function apiThat(reply: (signal: AbortSignal) => Promise<Response>) {
  const sent: Request[] = [];
  const api = createApi({
    origin: 'http://server.test',
    send: (request) => {
      sent.push(request.clone());
      return reply(request.signal);
    },
  });
  return { api, sent };
}

const vote: Vote = { seenVersion: 3, answer: 'same', features: ['ears'] };
const neverAnswers = (signal: AbortSignal) =>
  new Promise<Response>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DOMException('aborted', 'AbortError'));
    });
  });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a refusal carries the code and the sentence of the problem', async () => {
  const { api } = apiThat(() =>
    Promise.resolve(
      answer(423, '{"code":"locked-out","detail":"Try again at 10:42."}', 'application/problem+json'),
    ),
  );
  await expect(api.signInByPin('p', '123456')).rejects.toMatchObject({
    code: 'locked-out',
    detail: 'Try again at 10:42.',
    status: 423,
  });
});

test('a refusal names what is wrong with each field', async () => {
  const problem = {
    code: 'adult-not-attested',
    detail: 'adult must be yes.',
    errors: { adult: ['adult must be yes.'] },
  };
  const { api } = apiThat(() =>
    Promise.resolve(answer(422, JSON.stringify(problem), 'application/problem+json')),
  );
  await expect(api.me()).rejects.toMatchObject({ fields: problem.errors });
});

test('an answer that is not the API says so instead of failing to parse', async () => {
  await expect(apiThat(() => Promise.resolve(answer(502, '<html>'))).api.me()).rejects.toMatchObject({
    code: 'unreadable',
    status: 502,
  });
  await expect(apiThat(() => Promise.resolve(answer(200, '<html>'))).api.me()).rejects.toMatchObject({
    code: 'unreadable',
  });
});

test('no answer within five seconds is a timeout, and the vote is sent only once', async () => {
  const { api, sent } = apiThat(neverAnswers);
  const refused = expect(api.vote('a', { ...vote, features: ['ears'] }, 'k')).rejects.toMatchObject({
    code: 'timeout',
  });
  await vi.advanceTimersByTimeAsync(5_000);
  await refused;
  expect(sent).toHaveLength(1);
});

test('a broken connection is a network refusal, and the vote is sent only once', async () => {
  const { api, sent } = apiThat(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(api.vote('a', { ...vote, features: [] }, 'k')).rejects.toMatchObject({ code: 'network' });
  expect(sent).toHaveLength(1);
});

test('a vote carries its key and is never cached', async () => {
  const { api, sent } = apiThat(() => Promise.resolve(answer(200, '{}')));
  await api.vote('a/b', { ...vote, features: ['ears'] }, 'key-1');
  expect(sent[0]).toMatchObject({
    url: 'http://server.test/api/alerts/a%2Fb/votes',
    method: 'POST',
    cache: 'no-store',
    credentials: 'same-origin',
  });
  expect(sent[0]!.headers.get('Idempotency-Key')).toBe('key-1');
  expect(await sent[0]!.json()).toEqual(vote);
});

test('R28: a dispute needs neither a version of what was seen nor anything else', async () => {
  const { api, sent } = apiThat(() => Promise.resolve(answer(200, '{}')));
  await api.dispute('a1');
  expect(sent[0]).toMatchObject({ url: 'http://server.test/api/alerts/a1/dispute', method: 'POST' });
  expect(await sent[0]!.text()).toBe('');
});

test('R26, R48: the in-aisle check, the course and the exam go where the description says', async () => {
  const { api, sent } = apiThat(() => Promise.resolve(answer(200, '{}')));
  await api.checkInAisle('a1', { seenVersion: 4, answer: 'notFound' }, 'k');
  await api.course('mi');
  await api.takeExam({ version: '3', answers: { q1: 'c2' } });
  const seen = await Promise.all(sent.map(async (r) => [r.method, r.url, await r.text()]));
  expect(seen).toEqual([
    ['POST', 'http://server.test/api/alerts/a1/in-aisle', '{"seenVersion":4,"answer":"notFound"}'],
    ['GET', 'http://server.test/api/training/course?lang=mi', ''],
    ['POST', 'http://server.test/api/training/exam', '{"version":"3","answers":{"q1":"c2"}}'],
  ]);
});

test('the same intent keeps its key, another intent gets another', () => {
  const keys = new IdempotencyKeys();
  const first = keys.for(vote);
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(keys.for({ ...vote })).toBe(first);
  expect(keys.for({ ...vote, answer: 'different' })).not.toBe(first);
});
