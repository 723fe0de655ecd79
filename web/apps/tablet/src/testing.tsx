import { MantineProvider } from '@mantine/core';
import type { Api, Named, Session } from '@retailguard/api';
import type { Live, LiveState } from '@retailguard/live';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';

// What jsdom lacks and the screens use.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as never;
window.createImageBitmap = () => Promise.reject(new Error('no pictures here'));
window.ResizeObserver = class {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
};
Element.prototype.setPointerCapture = () => undefined;

export const show = (ui: ReactNode) =>
  render(ui, { wrapper: ({ children }) => <MantineProvider env="test">{children}</MantineProvider> });

/** An API whose every call fails the test unless it is given here. */
export const apiWith = (calls: Partial<Api>): Api =>
  new Proxy(calls as Api, {
    get: (target, name: keyof Api) => {
      if (name in target) return target[name];
      throw new Error(`The screen called ${name}, which this test does not expect.`);
    },
  });

export const liveState = (change: Partial<LiveState> = {}): LiveState => ({
  status: 'live',
  staleSince: null,
  ended: null,
  store: null,
  alerts: [],
  clockOffset: 0,
  version: 1,
  heardAt: Date.now(),
  ...change,
});

export const liveOf = (state: LiveState = liveState()): Live & { closed: boolean } => {
  const live = {
    closed: false,
    getState: () => state,
    subscribe: () => () => undefined,
    answered: vi.fn(),
    close: () => {
      live.closed = true;
    },
  };
  return live;
};

export const store1: Named = { id: 's1', name: 'Store 1' };
export const sessionOf = (name: string, change: Partial<Session> = {}): Session => ({
  token: null,
  expiresAt: '2026-11-22T00:05:00Z',
  person: { id: name, name, roles: ['storeStaff'] },
  tenant: { id: 't1', name: 'Tenant' },
  store: store1,
  tablet: { id: 'b1', name: 'Tablet' },
  certificate: { validUntil: '2027-06-01T00:00:00Z', lapsed: false },
  secondFactor: { isDemanded: false, isShown: false, hasAuthenticator: false, passkeys: 0, recoveryCodes: 0 },
  sendsMail: false,
  ...change,
});
