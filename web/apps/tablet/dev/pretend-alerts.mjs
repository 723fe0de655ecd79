// Development only: the fake server's alerts, and what each person may see of them.
import { randomUUID } from 'node:crypto';
import { iso, named, publish, Refused, store } from './pretend-store.mjs';

const alerts = new Map();
let cases = 0;

const situation = {
  label: 'Subject A',
  category: 'violence',
  incidentAt: '2026-09-03T02:10:00Z',
  basis: 'trespassNotice',
  score: 95.4,
  summary: 'Pushed a checkout operator and threw a basket at the duty manager.',
  whatToDo: 'Tell the duty manager. Watch from the service desk. If staff are threatened, call 111.',
  statements: [],
};
const isClosed = ({ state }) => !['raised', 'voting', 'confirmed'].includes(state);

export function viewOf(alert, person) {
  // Votes, and that it is a drill, are nobody's to see before the decision.
  const { votes, asDrill, ...shown } = alert;
  const yourAnswer = votes.get(person?.id) ?? null;
  const told =
    person !== null && (alert.state === 'closed' || alert.state === 'confirmed' || alert.outcomeDue);
  return {
    ...shown,
    version: alert.version * 2 + Number(yourAnswer !== null),
    voted: yourAnswer !== null,
    situation: told ? situation : null,
    drill:
      alert.state === 'drill'
        ? {
            expected: asDrill,
            correct: alert.correct,
            yourAnswer,
            yourAnswerCorrect: yourAnswer === null ? null : yourAnswer === asDrill,
          }
        : null,
  };
}

export const forgetAlerts = () => alerts.clear();

export const viewsFor = (person) => [...alerts.values()].map((alert) => viewOf(alert, person));

function change(alert, what) {
  Object.assign(alert, what, { version: alert.version + 1 });
  publish();
}

export function alertIn(id) {
  const alert = alerts.get(id);
  if (alert === undefined) throw new Refused(404, 'not-found', 'There is no such alert.');
  return alert;
}

/** `drill`: same or different, what the right answer is; `act`: how long people may act, seconds. */
export function raise({ seconds = 60, act = 596, drill = null }) {
  const alert = {
    id: randomUUID(),
    version: 1,
    state: 'raised',
    camera: named(store.cameras[0]),
    capturedAt: iso(-4_000),
    raisedAt: iso(),
    votingEndsAt: iso(seconds * 1000),
    actionableUntil: iso(act * 1000),
    hasLive: false,
    hasEnrolment: true,
    outcome: null,
    outcomeBy: null,
    outcomeDue: false,
    stopped: null,
    inAisle: null,
    latest: null,
    suppressedUntil: null,
    case: null,
    asDrill: drill,
    votes: new Map(),
  };
  alerts.set(alert.id, alert);
  publish();
  setTimeout(() => !isClosed(alert) && change(alert, { hasLive: true, state: 'voting' }), 800);
  setTimeout(() => alert.state === 'voting' && change(alert, { state: 'expired' }), seconds * 1000);
  setTimeout(() => alert.state === 'confirmed' && change(alert, { state: 'expired' }), act * 1000);
  return { id: alert.id };
}

/** Whatever the tests want to see, e.g. {"state":"frozen","stopped":"entryRate"}. */
export const changeAlert = ({ id, ...what }) => change(alertIn(id), what);

const seen = (alert, person, { seenVersion }) => {
  if (seenVersion !== viewOf(alert, person).version) {
    throw new Refused(409, 'version-stale', 'The alert changed. Look again.');
  }
};

export function vote(alert, person, body) {
  if (person.certificate === null) throw new Refused(409, 'certificate-missing', 'Take the course first.');
  if (alert.votes.has(person.id)) throw new Refused(409, 'already-voted', 'You have voted on this alert.');
  if (alert.state !== 'voting') throw new Refused(409, 'alert-closed', 'This alert is closed.');
  seen(alert, person, body);
  alert.votes.set(person.id, body.answer);
  const said = [...alert.votes.values()];
  const decided = body.answer !== 'same' || said.length === 2;
  if (!decided) publish();
  else if (alert.asDrill !== null) {
    change(alert, { state: 'drill', correct: said.every((answer) => answer === alert.asDrill) });
  } else if (body.answer === 'same') {
    const latest = { camera: named(store.cameras[2]), at: iso() };
    change(alert, { state: 'confirmed', outcomeDue: true, latest });
  } else {
    const suppressedUntil = body.answer === 'different' ? iso(3_600_000) : null;
    change(alert, { state: 'rejected', suppressedUntil });
  }
  return viewOf(alert, person);
}

export function checkInAisle(alert, person, body) {
  if (alert.state !== 'confirmed') throw new Refused(409, 'alert-expired', 'The time to act is over.');
  seen(alert, person, body);
  change(alert, { inAisle: { answer: body.answer, at: iso(), by: person.name } });
  return viewOf(alert, person);
}

export function recordOutcome(alert, person, body) {
  if (!alert.outcomeDue) throw new Refused(409, 'alert-closed', 'It was recorded already.');
  if (body.outcome === 'askToLeave' && alert.inAisle?.answer !== 'same') {
    throw new Refused(409, 'in-aisle-missing', 'Nobody said yes to the person in the aisle.');
  }
  seen(alert, person, body);
  const state = isClosed(alert) ? alert.state : 'closed';
  change(alert, { outcome: body.outcome, outcomeBy: person.name, outcomeDue: false, state });
  return viewOf(alert, person);
}

export function dispute(alert, person) {
  const number = `RG-26-${String(++cases).padStart(4, '0')}`;
  if (alert.case === null) {
    change(alert, { state: 'disputed', case: { number, url: `https://retailguard.test/c/${number}` } });
  }
  return viewOf(alert, person);
}

export function alertAgain(alert, person) {
  change(alert, { suppressedUntil: null });
  return viewOf(alert, person);
}
