// Development only: the fake server's people and store, and who follows it.

export const iso = (ms = 0) => new Date(Date.now() + ms).toISOString();
export const named = ({ id, name }) => ({ id, name });

export class Refused extends Error {
  constructor(status, code, detail) {
    super(code);
    Object.assign(this, { status, code, detail });
  }
}

export const tenant = { id: 't1', name: 'Demo tenant' };
export const people = [];
export const store = {};
export const entrances = [];

const freshPeople = () =>
  ['Store manager 1', 'Store staff 1', 'Store staff 2'].map((name, i) => ({
    id: `p${i + 1}`,
    name,
    pin: i < 2 ? String(i + 1).repeat(6) : null,
    wrong: 0,
    certificate: { validUntil: iso(200 * 86_400_000), lapsed: false },
  }));
const freshStore = () => ({
  id: 's1',
  name: 'Store 1',
  timeZone: 'Pacific/Auckland',
  armed: true,
  reason: null,
  reasonCode: null,
  cameras: ['Entrance 1', 'Entrance 2', 'Checkout'].map((name, i) => ({
    id: `c${i + 1}`,
    name,
    state: 'live',
    armed: true,
    reason: null,
    reasonCode: null,
  })),
  listCheckedAt: iso(),
  listCount: 64,
});

const freshEntrances = () =>
  ['Main entrance', 'Car park entrance'].map((name, i) => ({
    id: `n${i + 1}`,
    storeId: 's1',
    name,
    state: 'hung',
    posterAddress: `https://demo.example/n/0000000${i}000000`,
    attestedAt: iso(),
    validUntil: iso(30 * 86_400_000),
  }));

export function startAfresh() {
  people.splice(0, people.length, ...freshPeople());
  Object.assign(store, freshStore());
  entrances.splice(0, entrances.length, ...freshEntrances());
}
startAfresh();

const viewers = new Set(); // { send, person, version, seen: id → the view last sent, as JSON }
let viewsFor = () => [];

/** What a viewer may see of the alerts; set by whoever keeps them. */
export const showAlerts = (views) => void (viewsFor = views);

const tell = (viewer, kind, message) => viewer.send(kind, { version: ++viewer.version, ...message });

export function publish() {
  for (const viewer of viewers) {
    for (const alert of viewsFor(viewer.person)) {
      if (viewer.seen.get(alert.id) === JSON.stringify(alert)) continue;
      viewer.seen.set(alert.id, JSON.stringify(alert));
      tell(viewer, 'delta', { alert });
    }
  }
}

export function changeStore(change) {
  Object.assign(store, change);
  for (const viewer of viewers) tell(viewer, 'store', { store });
}

/** Sends a snapshot and from then on all changes; returns how to stop. */
export function follow(person, send) {
  const viewer = { send, person, version: 0, seen: new Map() };
  const alerts = viewsFor(person);
  for (const alert of alerts) viewer.seen.set(alert.id, JSON.stringify(alert));
  send('snapshot', { version: 0, serverTime: iso(), store, alerts });
  viewers.add(viewer);
  const pulse = setInterval(() => send('pulse', { version: viewer.version, serverTime: iso() }), 2_000);
  return () => {
    clearInterval(pulse);
    viewers.delete(viewer);
  };
}
