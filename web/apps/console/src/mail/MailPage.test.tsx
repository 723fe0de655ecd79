// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Mail, Mails } from '../api/shapes';

// What jsdom lacks and the page uses.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as never;

// Reads the address when it is loaded.
const { MailPage } = await import('./MailPage');
const { mailsQuery } = await import('./queries');

afterEach(cleanup);

const mail: Mail = {
  id: 'm1',
  kind: 'invitation',
  state: 'waiting',
  trouble: null,
  person: { id: 'p1', name: 'Store manager 1' },
  request: null,
  about: null,
  queuedAt: '2026-11-24T00:00:00Z',
  closedAt: null,
  nextTryAt: '2026-11-24T00:00:00Z',
  tries: 0,
  maySendAgain: true,
};

function show(mails: Mails) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(mailsQuery.queryKey, mails);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <MailPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test('without a mail server it says so and offers no test', () => {
  show({ isOn: false, from: null, mails: [] });
  expect(screen.getByRole('status').textContent).toContain('No mail is sent');
  expect(screen.queryByRole('button')).toBeNull();
});

test('what was given up says why and can be sent again; what waits for its first try or was sent cannot', () => {
  show({
    isOn: true,
    from: 'guard@mail.example',
    mails: [
      { ...mail, state: 'givenUp', trouble: 'addressRefused', tries: 1, nextTryAt: null },
      { ...mail, id: 'm2' },
      {
        ...mail,
        id: 'm3',
        kind: 'requestAnswered',
        state: 'sent',
        person: null,
        request: 'RQ-7F3K-2QXD',
        tries: 1,
        maySendAgain: false,
      },
    ],
  });
  expect(screen.getByText('The address takes no mail: it is wrong or closed.')).toBeTruthy();
  expect(screen.getByText(/Whoever asked RQ-7F3K-2QXD/)).toBeTruthy();
  expect(screen.getAllByRole('button', { name: 'Send again' })).toHaveLength(1);
  expect(screen.getByRole('button', { name: 'Send a test mail' })).toBeTruthy();
});
