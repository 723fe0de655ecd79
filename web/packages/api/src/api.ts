import { createHttp } from './http';
import type {
  CourseLanguage,
  Exam,
  InAisleCheck,
  OutcomeRecord,
  OwnPin,
  PasswordSignIn,
  Picture,
  Vote,
} from './types';

/** A picture takes its time over a shop's Wi-Fi, and is looked at before the answer. */
const pictureTimeoutMs = 30_000;

export type Api = ReturnType<typeof createApi>;

/** What the tablet asks of the API: see `createHttp`. */
export function createApi(options?: Parameters<typeof createHttp>[0]) {
  const { client, once } = createHttp(options);
  const { once: patiently } = createHttp({ ...options, timeoutMs: pictureTimeoutMs });

  const alert = (id: string) => ({ path: { alert: id } });
  const act = (id: string, key: string) => ({ ...alert(id), header: { 'Idempotency-Key': key } });

  return {
    me: () => once((signal) => client.GET('/api/me', { signal })),
    signIn: (body: PasswordSignIn) => once((signal) => client.POST('/api/sign-in', { body, signal })),
    signOut: () => once<unknown>((signal) => client.POST('/api/sign-out', { signal })),
    stores: () => once((signal) => client.GET('/api/stores', { signal })),

    tablet: () => once((signal) => client.GET('/api/tablet', { signal })),
    pairTablet: (code: string) =>
      once((signal) => client.POST('/api/tablet/pair', { body: { code }, signal })),
    signInByPin: (personId: string, pin: string) =>
      once((signal) => client.POST('/api/tablet/pin', { body: { personId, pin }, signal })),
    chooseOwnPin: (body: OwnPin) => once((signal) => client.POST('/api/tablet/own-pin', { body, signal })),

    alertPicture: (id: string, which: Picture, outer: AbortSignal) =>
      once<Blob>(
        (signal) =>
          client.GET('/api/alerts/{alert}/pictures/{which}', {
            params: { path: { alert: id, which } },
            parseAs: 'blob',
            signal,
          }),
        outer,
      ),
    vote: (id: string, body: Vote, key: string) =>
      once((signal) => client.POST('/api/alerts/{alert}/votes', { params: act(id, key), body, signal })),
    recordOutcome: (id: string, body: OutcomeRecord, key: string) =>
      once((signal) => client.POST('/api/alerts/{alert}/outcome', { params: act(id, key), body, signal })),
    checkInAisle: (id: string, body: InAisleCheck, key: string) =>
      once((signal) => client.POST('/api/alerts/{alert}/in-aisle', { params: act(id, key), body, signal })),
    /** R28: needs no version and may be repeated: the same case comes back. */
    dispute: (id: string) =>
      once((signal) => client.POST('/api/alerts/{alert}/dispute', { params: alert(id), signal })),
    alertAgain: (id: string) =>
      once((signal) => client.POST('/api/alerts/{alert}/alert-again', { params: alert(id), signal })),
    caseQr: (number: string, outer: AbortSignal) =>
      once<Blob>(
        (signal) =>
          client.GET('/api/cases/{number}/qr.svg', { params: { path: { number } }, parseAs: 'blob', signal }),
        outer,
      ),

    course: (lang: CourseLanguage) =>
      once((signal) => client.GET('/api/training/course', { params: { query: { lang } }, signal })),
    drillScores: (storeId: string) =>
      once((signal) => client.GET('/api/drills/scores', { params: { query: { storeId } }, signal })),
    entrances: (storeId: string) =>
      once((signal) => client.GET('/api/entrances', { params: { query: { storeId } }, signal })),
    /** R33: the poster as it hangs. */
    attestPoster: (entrance: string, picture: Blob) =>
      patiently((signal) =>
        client.POST('/api/entrances/{entrance}/attestations', {
          params: { path: { entrance } },
          // The picture is the body; the types only name it.
          body: '',
          bodySerializer: () => picture,
          headers: { 'Content-Type': 'image/jpeg' },
          signal,
        }),
      ),
    takeExam: (body: Exam) => once((signal) => client.POST('/api/training/exam', { body, signal })),
  };
}
