import type {
  AlertView,
  Answer,
  Course,
  CourseLanguage,
  DrillWeek,
  ExamResult,
  Feature,
  InAisleAnswer,
  Named,
  Outcome,
  PairedTablet,
  Picture,
  Session,
  TabletPeople,
} from './contract';
import { Refusal } from './refusal';

interface Call {
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface PasswordSignIn {
  tenant: string;
  email: string;
  password: string;
  storeId?: string;
}

export interface Vote {
  seenVersion: number;
  answer: Answer;
  features: Feature[];
}

export interface OutcomeRecord {
  seenVersion: number;
  outcome: Outcome;
}

export interface InAisleCheck {
  seenVersion: number;
  answer: InAisleAnswer;
}

/** The chosen answer by the question's id. */
export interface Exam {
  version: string;
  answers: Record<string, string>;
}

/** The first PIN, or one that was forgotten, chosen by the person with their password. */
export interface OwnPin {
  personId: string;
  password: string;
  pin: string;
}

export type Api = ReturnType<typeof createApi>;

/**
 * The client of the HTTP API, same origin, tokens in cookies only. Every call throws a `Refusal`,
 * ends after `timeoutMs`, and is made once: nothing is retried or queued here.
 */
export function createApi({
  timeoutMs = 5_000,
  send = (path: string, init: RequestInit) => fetch(path, init),
} = {}) {
  async function call<T>(
    method: string,
    path: string,
    read: (r: Response) => Promise<T>,
    options: Call = {},
  ) {
    const { body, idempotencyKey, signal } = options;
    const abort = new AbortController();
    const stop = () => {
      abort.abort();
    };
    const timer = setTimeout(stop, timeoutMs);
    signal?.addEventListener('abort', stop);
    try {
      const response = await send(path, {
        method,
        cache: 'no-store',
        credentials: 'same-origin',
        signal: abort.signal,
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw await Refusal.from(response);
      return await read(response);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (error instanceof SyntaxError) throw new Refusal('unreadable');
      throw new Refusal(abort.signal.aborted ? 'timeout' : 'network');
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  const json =
    <T>() =>
    (response: Response) =>
      response.json() as Promise<T>;
  const nothing = () => Promise.resolve();
  const at = (strings: TemplateStringsArray, ...ids: string[]) =>
    String.raw({ raw: strings }, ...ids.map(encodeURIComponent));

  return {
    me: () => call('GET', '/api/me', json<Session>()),
    signIn: (who: PasswordSignIn) => call('POST', '/api/sign-in', json<Session>(), { body: who }),
    signOut: () => call('POST', '/api/sign-out', nothing),
    stores: () => call('GET', '/api/stores', json<Named[]>()),

    tablet: () => call('GET', '/api/tablet', json<TabletPeople>()),
    pairTablet: (code: string) => call('POST', '/api/tablet/pair', json<PairedTablet>(), { body: { code } }),
    signInByPin: (personId: string, pin: string) =>
      call('POST', '/api/tablet/pin', json<Session>(), { body: { personId, pin } }),
    chooseOwnPin: (own: OwnPin) => call('POST', '/api/tablet/own-pin', json<Session>(), { body: own }),

    alertPicture: (id: string, picture: Picture, signal: AbortSignal) =>
      call('GET', at`/api/alerts/${id}/pictures/${picture}`, (response) => response.blob(), { signal }),
    vote: (id: string, vote: Vote, idempotencyKey: string) =>
      call('POST', at`/api/alerts/${id}/votes`, json<AlertView>(), { body: vote, idempotencyKey }),
    recordOutcome: (id: string, record: OutcomeRecord, idempotencyKey: string) =>
      call('POST', at`/api/alerts/${id}/outcome`, json<AlertView>(), { body: record, idempotencyKey }),
    checkInAisle: (id: string, check: InAisleCheck, idempotencyKey: string) =>
      call('POST', at`/api/alerts/${id}/in-aisle`, json<AlertView>(), { body: check, idempotencyKey }),
    /** R28: needs no version and may be repeated: the same case comes back. */
    dispute: (id: string, idempotencyKey: string) =>
      call('POST', at`/api/alerts/${id}/dispute`, json<AlertView>(), { body: {}, idempotencyKey }),
    alertAgain: (id: string, idempotencyKey: string) =>
      call('POST', at`/api/alerts/${id}/alert-again`, json<AlertView>(), { body: {}, idempotencyKey }),
    caseQr: (number: string, signal: AbortSignal) =>
      call('GET', at`/api/cases/${number}/qr.svg`, (response) => response.blob(), { signal }),

    course: (lang: CourseLanguage) => call('GET', at`/api/training/course?lang=${lang}`, json<Course>()),
    drillScores: (storeId: string) =>
      call('GET', at`/api/drills/scores?storeId=${storeId}`, json<{ weeks: DrillWeek[] }>()),
    takeExam: (exam: Exam) => call('POST', '/api/training/exam', json<ExamResult>(), { body: exam }),
  };
}
