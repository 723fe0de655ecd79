// Development only: what the fake server knows. People, one store, alerts, and who may see what of them.
import { randomUUID } from 'node:crypto';

export const iso = (ms = 0) => new Date(Date.now() + ms).toISOString();
export const named = ({ id, name }) => ({ id, name });

export class Refused extends Error {
  constructor(status, code, detail) {
    super(code);
    Object.assign(this, { status, code, detail });
  }
}

export const tenant = { id: 't1', name: 'Demo tenant' };
export const people = ['Store manager 1', 'Store staff 1', 'Store staff 2'].map((name, i) => ({
  id: `p${i + 1}`,
  name,
  pin: i < 2 ? String(i + 1).repeat(6) : null,
  wrong: 0,
}));
export const store = {
  id: 's1',
  name: 'Store 1',
  timeZone: 'Pacific/Auckland',
  armed: true,
  reason: null,
  cameras: ['Entrance 1', 'Entrance 2', 'Checkout'].map((name, i) => ({
    id: `c${i + 1}`,
    name,
    state: 'live',
  })),
  listCheckedAt: iso(),
  listCount: 64,
};
const alerts = new Map();
const viewers = new Set(); // { send, person, version, seen: id → the view last sent, as JSON }

const situation = {
  label: 'Subject A',
  category: 'violence',
  incidentAt: '2026-09-03T02:10:00Z',
  basis: 'trespassNotice',
  score: 95.4,
  summary: 'Pushed a checkout operator and threw a basket at the duty manager.',
  whatToDo: 'Tell the duty manager. Watch from the service desk. If staff are threatened, call 111.',
};

function viewOf(alert, person) {
  const { votes, ...shown } = alert;
  const voted = person !== null && votes.has(person.id);
  const told = person !== null && ['confirmed', 'closed'].includes(alert.state);
  return { ...shown, version: alert.version * 2 + Number(voted), voted, situation: told ? situation : null };
}

function publish() {
  for (const viewer of viewers) {
    for (const alert of alerts.values()) {
      const view = viewOf(alert, viewer.person);
      if (viewer.seen.get(alert.id) === JSON.stringify(view)) continue;
      viewer.seen.set(alert.id, JSON.stringify(view));
      viewer.send('delta', { version: ++viewer.version, alert: view });
    }
  }
}

function moveTo(alert, state) {
  if (['rejected', 'expired', 'closed'].includes(alert.state)) return;
  Object.assign(alert, { state, version: alert.version + 1 });
  publish();
}

export function alertIn(id) {
  const alert = alerts.get(id);
  if (alert === undefined) throw new Refused(404, 'not-found', 'There is no such alert.');
  return alert;
}

export function raise({ seconds = 60 }) {
  const alert = {
    id: randomUUID(),
    version: 1,
    state: 'raised',
    camera: named(store.cameras[0]),
    capturedAt: iso(-4_000),
    raisedAt: iso(),
    votingEndsAt: iso(seconds * 1000),
    actionableUntil: iso(596_000),
    hasLive: false,
    hasEnrolment: true,
    outcome: null,
    outcomeBy: null,
    votes: new Map(),
  };
  alerts.set(alert.id, alert);
  publish();
  setTimeout(() => {
    alert.hasLive = true;
    moveTo(alert, 'voting');
  }, 800);
  setTimeout(() => {
    if (alert.state === 'voting') moveTo(alert, 'expired');
  }, seconds * 1000);
  return { id: alert.id };
}

export function vote(alert, person, { answer, seenVersion }) {
  if (alert.votes.has(person.id)) throw new Refused(409, 'already-voted', 'You have voted on this alert.');
  if (alert.state !== 'voting') throw new Refused(409, 'alert-closed', 'This alert is closed.');
  if (seenVersion !== viewOf(alert, person).version) {
    throw new Refused(409, 'version-stale', 'The alert changed. Look again.');
  }
  alert.votes.set(person.id, answer);
  if (answer !== 'same') moveTo(alert, 'rejected');
  else if (alert.votes.size === 2) moveTo(alert, 'confirmed');
  else publish();
  return viewOf(alert, person);
}

export function recordOutcome(alert, person, { outcome }) {
  Object.assign(alert, { outcome, outcomeBy: person.name });
  moveTo(alert, 'closed');
  return viewOf(alert, person);
}

export function changeStore(change) {
  Object.assign(store, change);
  for (const viewer of viewers) viewer.send('store', { version: ++viewer.version, store });
}

/** Sends a snapshot and from then on all changes; returns how to stop. */
export function follow(person, send) {
  const viewer = { send, person, version: 0, seen: new Map() };
  const views = [...alerts.values()].map((alert) => viewOf(alert, person));
  for (const view of views) viewer.seen.set(view.id, JSON.stringify(view));
  send('snapshot', { version: 0, serverTime: iso(), store, alerts: views });
  viewers.add(viewer);
  const pulse = setInterval(() => send('pulse', { version: viewer.version, serverTime: iso() }), 2_000);
  return () => {
    clearInterval(pulse);
    viewers.delete(viewer);
  };
}
