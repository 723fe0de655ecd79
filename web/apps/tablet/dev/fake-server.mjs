// Development only: speaks the API and the hub to look at screens without the product. It serves dist/ too.
// POST /dev/raise makes an alert ({"seconds":60} for the vote, {"drill":"same"}); /dev/alert changes one; /dev/store
// changes the store; /dev/person a person and /dev/entrance an entrance (by id); /dev/idle the idle sign-out; /dev/release the app's version;
// /dev/reset starts afresh.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import * as pretend from './pretend-alerts.mjs';
import {
  changeStore,
  entrances,
  follow,
  iso,
  named,
  people,
  Refused,
  showAlerts,
  startAfresh,
  store,
  tenant,
} from './pretend-store.mjs';
import { course, mark } from './pretend-training.mjs';

showAlerts(pretend.viewsFor);
const port = Number(process.env.PORT ?? 5180);
const dist = new URL('../dist/', import.meta.url);
let idleSeconds = 300;
let release = 0;
const sessions = new Map(); // token → { person, tablet, atStore, endsAt }
const tablets = new Map(); // token → { id, name }

const cookies = (request) =>
  Object.fromEntries((request.headers.cookie ?? '').split(/; */).map((pair) => pair.split('=')));
const setCookie = (reply, name, token) =>
  reply.setHeader('Set-Cookie', `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`);
const tabletOf = (request) => tablets.get(cookies(request)['rg-tablet']) ?? null;
const sessionOf = (request) => {
  const session = sessions.get(cookies(request)['rg-session']);
  return session !== undefined && session.endsAt > Date.now() ? session : null;
};
const signedIn = (request) => {
  const session = sessionOf(request);
  if (session === null) throw new Refused(401, 'signed-out', 'Sign in first.');
  session.endsAt = Date.now() + idleSeconds * 1000;
  return session;
};
const paired = (request) => {
  const tablet = tabletOf(request);
  if (tablet === null) throw new Refused(401, 'tablet-not-paired', 'This tablet is not paired with a store.');
  return tablet;
};
const viewOf = ({ person, tablet, atStore, endsAt }) => ({
  expiresAt: new Date(endsAt).toISOString(),
  person: { ...named(person), roles: [person.name.includes('manager') ? 'storeManager' : 'storeStaff'] },
  tenant,
  store: atStore ? named(store) : null,
  tablet,
  certificate: person.certificate,
});
function open(reply, person, tablet, atStore) {
  const token = randomUUID();
  const session = { person, tablet, atStore, endsAt: Date.now() + idleSeconds * 1000 };
  sessions.set(token, session);
  setCookie(reply, 'rg-session', token);
  return viewOf(session);
}

const face = ({ wall, shirt }) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">
  <path d="M0 0h400v400H0z" fill="${wall}"/>
  <path d="M60 400c10-90 70-120 140-120s130 30 140 120z" fill="${shirt}"/>
  <ellipse cx="200" cy="185" rx="88" ry="115" fill="#c99f80"/>
  <path d="M108 170c0-90 40-118 92-118s92 28 92 118c-20-50-40-60-92-60s-72 10-92 60z" fill="#2b211c"/>
  <path d="M140 165h42M218 165h42" stroke="#2b211c" stroke-width="9"/>
  <circle cx="162" cy="186" r="8"/><circle cx="238" cy="186" r="8"/>
  <path d="M200 190l-12 44h24M168 262q32 16 64 0" fill="none" stroke="#70462f" stroke-width="6"/>
</svg>`;
/** Not a code that can be read: only its looks. */
function drawnCode(number) {
  const cells = [];
  const finder = (x, y) =>
    `<path d="M${x} ${y}h7v7h-7zm1 1v5h5v-5z" fill-rule="evenodd"/><path d="M${x + 2} ${y + 2}h3v3h-3z"/>`;
  let seed = [...number].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) % 2147483647;
  for (let y = 0; y < 25; y++) {
    for (let x = 0; x < 25; x++) {
      seed = (seed * 48271) % 2147483647;
      const inFinder = (x < 8 && (y < 8 || y > 16)) || (x > 16 && y < 8);
      if (!inFinder && seed % 2 === 0) cells.push(`M${x} ${y}h1v1h-1z`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 29 29"><path d="M-2-2h29v29h-29z" fill="#fff"/>${finder(0, 0)}${finder(18, 0)}${finder(0, 18)}<path d="${cells.join('')}"/></svg>`;
}

const faces = {
  latest: face({ wall: '#8d8478', shirt: '#3f4d6b' }),
  live: face({ wall: '#7d8a8f', shirt: '#3f4d6b' }),
  enrolment: face({ wall: '#b9c4c8', shirt: '#55633f' }),
};

const onAlert =
  (act) =>
  ({ request, body, id }) =>
    act(pretend.alertIn(id), signedIn(request).person, body);

const routes = {
  'GET /api/me': ({ request }) => viewOf(signedIn(request)),
  'POST /api/sign-in': ({ body, reply }) => {
    if (body.password !== 'password') {
      throw new Refused(401, 'sign-in-wrong', 'The e-mail address or the password is wrong.');
    }
    return open(reply, people[0], null, body.storeId !== undefined);
  },
  'POST /api/sign-out': ({ request }) => void sessions.delete(cookies(request)['rg-session']),
  'GET /api/stores': ({ request }) => signedIn(request) && [named(store), { id: 's2', name: 'Store 2' }],
  'POST /api/tablet/pair': ({ body, reply }) => {
    if (!body.code.startsWith('TEST-')) {
      throw new Refused(422, 'pairing-code-invalid', 'This code is wrong or was used. Ask for a new one.');
    }
    const token = randomUUID();
    tablets.set(token, { id: token, name: 'Tablet' });
    setCookie(reply, 'rg-tablet', token);
    return { tablet: tablets.get(token), store: named(store), tenant };
  },
  'GET /api/tablet': ({ request }) => ({
    tablet: paired(request),
    store: named(store),
    tenant,
    people: people.map((person) => ({
      ...named(person),
      hasPin: person.pin !== null,
      hasPassword: person.invitation === undefined,
    })),
  }),
  'POST /api/tablet/pin': ({ request, body, reply }) => {
    const tablet = paired(request);
    const person = people.find(({ id }) => id === body.personId);
    if (person.pin !== body.pin) {
      person.wrong += 1;
      if (person.wrong >= 5) throw new Refused(423, 'locked-out', 'Too many wrong PINs. Ask a manager.');
      throw new Refused(401, 'pin-wrong', `That PIN is wrong. ${5 - person.wrong} tries left.`);
    }
    person.wrong = 0;
    return open(reply, person, tablet, true);
  },
  'POST /api/tablet/own-pin': ({ request, body, reply }) => {
    const tablet = paired(request);
    const person = people.find(({ id }) => id === body.personId);
    if (body.invitation !== undefined) {
      if (body.invitation !== person.invitation) {
        throw new Refused(
          422,
          'invitation-invalid',
          'This invitation is unknown, used, withdrawn or too old. Ask your administrator for a new one.',
        );
      }
    } else if (body.password !== 'password') {
      throw new Refused(401, 'sign-in-wrong', 'That password is wrong. 4 tries left.');
    }
    if (new Set(body.pin).size < 3) {
      throw new Refused(422, 'pin-weak', 'A PIN has 6 digits, at least three of them different.');
    }
    Object.assign(person, { pin: body.pin, wrong: 0, invitation: undefined });
    return open(reply, person, tablet, true);
  },
  'GET /api/training/course': ({ request, query }) => signedIn(request) && course(query.get('lang')),
  'GET /api/drills/scores': ({ request }) =>
    signedIn(request) && {
      store: { id: store.id, name: store.name },
      weeks: [
        { weekStart: '2026-11-09', drills: 3, decided: 2, correct: 2, missed: 1 },
        { weekStart: '2026-11-16', drills: 2, decided: 2, correct: 2, missed: 0 },
      ],
    },
  'GET /api/entrances': ({ request }) => signedIn(request) && entrances,
  'POST /api/entrances/:id/attestations': ({ request, id }) => {
    signedIn(request);
    const validUntil = iso(30 * 86_400_000);
    Object.assign(
      entrances.find((entrance) => entrance.id === id),
      { state: 'hung', attestedAt: iso(), validUntil },
    );
    return { id: randomUUID(), validUntil };
  },
  'POST /api/training/exam': ({ request, body }) => mark(signedIn(request).person, body),
  'GET /api/cases/:number/qr.svg': ({ request, reply, number }) => {
    signedIn(request);
    reply.setHeader('Content-Type', 'image/svg+xml');
    return Buffer.from(drawnCode(number));
  },
  'GET /api/alerts/:id/pictures/:which': ({ request, reply, id, which }) => {
    signedIn(request);
    pretend.alertIn(id);
    reply.setHeader('Content-Type', 'image/svg+xml');
    return Buffer.from(faces[which]);
  },
  'POST /api/alerts/:id/votes': onAlert(pretend.vote),
  'POST /api/alerts/:id/in-aisle': onAlert(pretend.checkInAisle),
  'POST /api/alerts/:id/outcome': onAlert(pretend.recordOutcome),
  'POST /api/alerts/:id/dispute': onAlert(pretend.dispute),
  'POST /api/alerts/:id/alert-again': onAlert(pretend.alertAgain),
  'POST /hubs/alerts/negotiate': ({ request }) => {
    if (sessionOf(request) === null) paired(request);
    const id = randomUUID();
    const availableTransports = [{ transport: 'WebSockets', transferFormats: ['Text'] }];
    return { negotiateVersion: 1, connectionId: id, connectionToken: id, availableTransports };
  },
  'POST /dev/reset': () => {
    startAfresh();
    pretend.forgetAlerts();
    idleSeconds = 300;
  },
  'POST /dev/raise': ({ body }) => pretend.raise(body),
  'POST /dev/alert': ({ body }) => pretend.changeAlert(body),
  'POST /dev/store': ({ body }) => changeStore(body),
  'POST /dev/person': ({ body }) =>
    void Object.assign(
      people.find(({ id }) => id === body.id),
      body,
    ),
  'POST /dev/entrance': ({ body }) =>
    void Object.assign(
      entrances.find(({ id }) => id === body.id),
      body,
    ),
  'POST /dev/idle': ({ body }) => void (idleSeconds = body.seconds),
  'POST /dev/release': () => void (release += 1),
};

const types = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
};
function sendFile(pathname, reply) {
  const asked = new URL(pathname.replace(/^\/tablet\//, '') || 'index.html', dist);
  const found = existsSync(asked) ? asked : new URL('index.html', dist);
  reply.setHeader('Content-Type', types[found.pathname.split('.').pop()]);
  reply.setHeader(
    'Content-Security-Policy',
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  );
  reply.write(readFileSync(found));
  reply.end(pathname === '/tablet/sw.js' ? `// ${release}` : '');
}

/** The route's pattern and what stands at its names. */
function matched(method, pathname) {
  for (const [pattern, route] of Object.entries(routes)) {
    const [verb, path] = pattern.split(' ');
    const found = new RegExp(`^${path.replace('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(
      pathname,
    );
    if (verb === method && found !== null) return { route, names: found.groups };
  }
  throw new Refused(404, 'not-found', 'There is nothing here.');
}

const server = createServer(async (request, reply) => {
  const { pathname, searchParams: query } = new URL(request.url, 'http://fake');
  if (pathname.startsWith('/tablet/')) return sendFile(pathname, reply);
  reply.setHeader('Cache-Control', 'no-store');
  try {
    const file = Buffer.concat(await request.toArray());
    const text = request.headers['content-type'] === 'image/jpeg' ? '' : file.toString();
    const { route, names } = matched(request.method, pathname);
    const answer = route({ request, reply, query, ...names, body: text === '' ? {} : JSON.parse(text) });
    if (answer === undefined) reply.writeHead(204).end();
    else reply.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, code, detail } = error;
    reply.writeHead(status, { 'Content-Type': 'application/problem+json' });
    reply.end(JSON.stringify({ status, code, detail }));
  }
});
// Closing an idle connection meets a test's next request on its way.
server.keepAliveTimeout = 0;

new WebSocketServer({ server }).on('connection', (socket, request) => {
  const person = sessionOf(request)?.person ?? null;
  socket.once('message', () => {
    socket.send('{}\u001e'); // the handshake
    const stop = follow(person, (target, message) =>
      socket.send(`${JSON.stringify({ type: 1, target, arguments: [message] })}\u001e`),
    );
    socket.on('close', stop);
  });
});

setInterval(() => changeStore({ listCheckedAt: iso() }), 10_000);
server.listen(port, '127.0.0.1', () => {
  console.log(
    `http://127.0.0.1:${server.address().port}/tablet/ (pair with TEST-0001; PINs 111111 and 222222)`,
  );
});
