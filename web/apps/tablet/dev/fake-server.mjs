// Development only: one pretend store that speaks the API and the hub to one or more tablets, to look at screens.
// POST /dev/raise makes an alert ({"seconds":60} for the vote); /dev/store changes the store's state; /dev/idle the idle sign-out.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT ?? 5180);
let idleSeconds = 300;
const faces = process.env.FAKE_FACES; // a folder with live.jpg and enrolment.jpg
const dist = new URL('../dist/', import.meta.url);
const iso = (ms = 0) => new Date(Date.now() + ms).toISOString();

const tenant = { id: 't1', name: 'Demo tenant' };
const people = ['Store manager 1', 'Store staff 1', 'Store staff 2'].map((name, i) => ({
  id: `p${i + 1}`,
  name,
  pin: i < 2 ? String(i + 1).repeat(6) : null,
  wrong: 0,
}));
const store = {
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
const named = ({ id, name }) => ({ id, name });
const sessions = new Map(); // token → { person, tablet, expiresAt }
const tablets = new Map(); // token → { id, name }
const alerts = new Map(); // id → alert with votes
const viewers = new Set(); // { socket, person, version, seen: id → last sent JSON }

class Refused extends Error {
  constructor(status, code, detail) {
    super(code);
    Object.assign(this, { status, code, detail });
  }
}

function viewOf(alert, person) {
  const { votes, ...shown } = alert;
  const voted = person !== null && votes.has(person.id);
  const told = person !== null && ['confirmed', 'closed'].includes(alert.state);
  return {
    ...shown,
    version: alert.version * 2 + (voted ? 1 : 0),
    voted,
    situation: told ? alert.situation : null,
  };
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

function raise({ seconds = 60, camera = 0 }) {
  const alert = {
    id: randomUUID(),
    version: 1,
    state: 'raised',
    camera: named(store.cameras[camera]),
    votes: new Map(),
    capturedAt: iso(-4_000),
    raisedAt: iso(),
    votingEndsAt: iso(seconds * 1000),
    actionableUntil: iso(596_000),
    hasLive: false,
    hasEnrolment: true,
    outcome: null,
    outcomeBy: null,
    situation: {
      label: 'Subject A',
      category: 'violence',
      incidentAt: '2026-09-03T02:10:00Z',
      basis: 'trespassNotice',
      score: 95.4,
      summary: 'Pushed a checkout operator and threw a basket at the duty manager.',
      whatToDo: 'Tell the duty manager. Watch from the service desk. If staff are threatened, call 111.',
    },
  };
  alerts.set(alert.id, alert);
  publish();
  setTimeout(() => {
    alert.hasLive = true;
    moveTo(alert, 'voting');
  }, 800);
  setTimeout(() => {
    if (['raised', 'voting'].includes(alert.state)) moveTo(alert, 'expired');
  }, seconds * 1000);
  return { id: alert.id };
}

const cookies = (request) =>
  Object.fromEntries((request.headers.cookie ?? '').split(/; */).map((c) => c.split('=')));
function sessionOf(request) {
  const token = cookies(request)['rg-session'];
  const session = sessions.get(token);
  if (session === undefined || session.expiresAt < Date.now()) return null;
  return { token, ...session };
}
const mustBeIn = (request, session = sessionOf(request)) => {
  if (session === null) throw new Refused(401, 'signed-out', 'Sign in first.');
  const expiresAt = Date.now() + idleSeconds * 1000;
  sessions.set(session.token, { ...session, expiresAt });
  return session;
};
const tabletOf = (request) => tablets.get(cookies(request)['rg-tablet']) ?? null;
const mustBePaired = (request) => {
  const tablet = tabletOf(request);
  if (tablet === null) throw new Refused(401, 'tablet-not-paired', 'This tablet is not paired with a store.');
  return tablet;
};
const sessionView = ({ person, tablet, withStore }) => ({
  expiresAt: iso(idleSeconds * 1000),
  person: { ...named(person), roles: ['storeStaff'] },
  tenant,
  store: withStore ? named(store) : null,
  tablet,
});
function open(reply, person, tablet, withStore = true) {
  const token = randomUUID();
  sessions.set(token, { person, tablet, withStore, expiresAt: Date.now() + idleSeconds * 1000 });
  reply.setHeader('Set-Cookie', `rg-session=${token}; HttpOnly; SameSite=Strict; Path=/`);
  return sessionView({ person, tablet, withStore });
}
const alertIn = (id) =>
  alerts.get(id) ??
  (() => {
    throw new Refused(404, 'not-found', 'There is no such alert.');
  })();
const face = (live) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" fill="${live ? '#7d8a8f' : '#b9c4c8'}"/><path d="M60 400c10-90 70-120 140-120s130 30 140 120z" fill="${live ? '#3f4d6b' : '#55633f'}"/><ellipse cx="200" cy="185" rx="88" ry="115" fill="#c99f80"/><path d="M108 170c0-90 40-118 92-118s92 28 92 118c-20-50-40-60-92-60s-72 10-92 60z" fill="#2b211c"/><path d="M140 165h42M218 165h42" stroke="#2b211c" stroke-width="9"/><circle cx="162" cy="186" r="8"/><circle cx="238" cy="186" r="8"/><path d="M200 190l-12 44h24M168 262q32 16 64 0" fill="none" stroke="#70462f" stroke-width="6"/></svg>`;

const routes = {
  'GET /api/me': (request) => sessionView(mustBeIn(request)),
  'POST /api/sign-in': (_, { email, password, storeId }, reply) => {
    if (password !== 'password')
      throw new Refused(401, 'sign-in-wrong', 'The e-mail address or the password is wrong.');
    return open(
      reply,
      people.find(({ id }) => email.startsWith(id)) ?? people[0],
      null,
      storeId !== undefined,
    );
  },
  'POST /api/sign-out': (request) => void sessions.delete(cookies(request)['rg-session']),
  'GET /api/stores': (request) => (mustBeIn(request), [named(store), { id: 's2', name: 'Store 2' }]),
  'POST /api/tablet/pair': (_, { code }, reply) => {
    if (!/^TEST-/.test(code))
      throw new Refused(
        422,
        'pairing-code-invalid',
        'This code is wrong or was used. Ask a manager for a new one.',
      );
    const token = randomUUID();
    tablets.set(token, { id: token, name: 'Tablet' });
    reply.setHeader('Set-Cookie', `rg-tablet=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=9999999`);
    return { tablet: tablets.get(token), store: named(store), tenant };
  },
  'GET /api/tablet': (request) => ({
    tablet: mustBePaired(request),
    store: named(store),
    tenant,
    people: people.map((person) => ({ ...named(person), hasPin: person.pin !== null })),
  }),
  'POST /api/tablet/pin': (request, { personId, pin }, reply) => {
    const person = people.find(({ id }) => id === personId);
    if (person.pin !== pin && ++person.wrong >= 5)
      throw new Refused(423, 'locked-out', 'Too many wrong PINs. Ask a manager, or try again in 15 minutes.');
    if (person.pin !== pin)
      throw new Refused(401, 'pin-wrong', `That PIN is wrong. ${5 - person.wrong} tries left.`);
    person.wrong = 0;
    return open(reply, person, mustBePaired(request));
  },
  'GET /api/alerts/:id/pictures/:which': (request, _, reply, id, which) => {
    mustBeIn(request);
    alertIn(id);
    reply.setHeader('Content-Type', faces === undefined ? 'image/svg+xml' : 'image/jpeg');
    return faces === undefined ? Buffer.from(face(which === 'live')) : readFileSync(`${faces}/${which}.jpg`);
  },
  'POST /api/alerts/:id/votes': (request, { answer, seenVersion }, _, id) => {
    const { person } = mustBeIn(request);
    const alert = alertIn(id);
    if (alert.state !== 'voting') throw new Refused(409, 'alert-closed', 'This alert is closed.');
    if (seenVersion !== viewOf(alert, person).version)
      throw new Refused(409, 'version-stale', 'The alert changed. Look again.');
    alert.votes.set(person.id, answer);
    if (answer !== 'same') moveTo(alert, 'rejected');
    else if (alert.votes.size === 2) moveTo(alert, 'confirmed');
    else publish();
    return viewOf(alert, person);
  },
  'POST /api/alerts/:id/outcome': (request, { outcome }, _, id) => {
    const { person } = mustBeIn(request);
    const alert = alertIn(id);
    Object.assign(alert, { outcome, outcomeBy: person.name });
    moveTo(alert, 'closed');
    return viewOf(alert, person);
  },
  'POST /hubs/alerts/negotiate': (request) => {
    if (sessionOf(request) === null && tabletOf(request) === null)
      throw new Refused(401, 'signed-out', 'Sign in first.');
    const id = randomUUID();
    return {
      negotiateVersion: 1,
      connectionId: id,
      connectionToken: id,
      availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text'] }],
    };
  },
  'POST /dev/idle': (_, { seconds }) => void (idleSeconds = seconds),
  'POST /dev/raise': (_, body) => raise(body),
  'POST /dev/store': (_, body) => {
    Object.assign(store, body);
    for (const viewer of viewers) viewer.send('store', { version: ++viewer.version, store });
  },
};

const types = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  png: 'image/png',
  webmanifest: 'application/manifest+json',
};
function file(path, reply) {
  const asked = new URL(path.replace(/^\/tablet\//, '') || 'index.html', dist);
  const found = existsSync(asked) ? asked : new URL('index.html', dist);
  reply.setHeader('Content-Type', types[found.pathname.split('.').pop()] ?? 'application/octet-stream');
  reply.setHeader(
    'Content-Security-Policy',
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  );
  reply.end(readFileSync(found));
}

const server = createServer(async (request, reply) => {
  const { pathname } = new URL(request.url, 'http://fake');
  if (pathname.startsWith('/tablet/')) return file(pathname, reply);
  const chunks = await request.toArray();
  const [, , , id, , which] = pathname.split('/');
  const pattern = pathname.startsWith('/api/alerts/')
    ? pathname.replace(id, ':id').replace(/(live|enrolment)$/, ':which')
    : pathname;
  reply.setHeader('Cache-Control', 'no-store');
  try {
    const route = routes[`${request.method} ${pattern}`];
    if (route === undefined) throw new Refused(404, 'not-found', 'There is nothing here.');
    const text = Buffer.concat(chunks).toString();
    const answer = route(request, text === '' ? {} : JSON.parse(text), reply, id, which);
    if (answer === undefined) reply.writeHead(204).end();
    else reply.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer));
  } catch ({ status = 500, code, detail }) {
    reply
      .writeHead(status, { 'Content-Type': 'application/problem+json' })
      .end(JSON.stringify({ code, detail }));
  }
});

setInterval(() => routes['POST /dev/store'](null, { listCheckedAt: iso() }), 10_000);

new WebSocketServer({ server }).on('connection', (socket, request) => {
  const person = sessionOf(request)?.person ?? null;
  const send = (target, message) =>
    socket.send(`${JSON.stringify({ type: 1, target, arguments: [message] })}\u001e`);
  const viewer = { send, person, version: 0, seen: new Map() };
  const pulse = setInterval(() => {
    send('pulse', { version: viewer.version, serverTime: iso() });
  }, 2_000);
  socket.once('message', () => {
    socket.send('{}\u001e');
    const views = [...alerts.values()].map((alert) => viewOf(alert, person));
    for (const view of views) viewer.seen.set(view.id, JSON.stringify(view));
    send('snapshot', { version: 0, serverTime: iso(), store, alerts: views });
    viewers.add(viewer);
  });
  socket.on('close', () => {
    clearInterval(pulse);
    viewers.delete(viewer);
  });
});
server.listen(port, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${port}/tablet/ — pair with TEST-0001; PINs 111111, 222222`),
);
