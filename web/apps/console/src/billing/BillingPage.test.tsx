// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Billing } from '../api/shapes';

// What jsdom lacks and the page uses.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as never;

// Reads the address when it is loaded.
const { BillingPage } = await import('./BillingPage');
const { billingQuery } = await import('./queries');

afterEach(cleanup);

const money = { netCents: 39_700, gstCents: 5_955, totalCents: 45_655 };
const billing: Billing = {
  byStripe: true,
  stripeAnswers: true,
  prices: { store: 29_900, camera: 4_900 },
  gstPercent: 15,
  trialDays: 30,
  counted: { stores: 1, cameras: 2 },
  billed: null,
  monthly: money,
  next: null,
  invoices: [],
  payment: { state: 'notStarted', mayStart: true, isCustomer: false, overdueSince: null, ahead: [] },
};

function show(change: Partial<Billing>) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(billingQuery.queryKey, { ...billing, ...change });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <BillingPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test('before there is a plan it says what one costs and offers the trial', () => {
  show({});
  expect(screen.getByText('1 at $299.00 a month')).toBeTruthy();
  expect(screen.getByText('2 at $49.00 a month')).toBeTruthy();
  expect(screen.getByText('$456.55')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Begin the trial of 30 days' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Card/ })).toBeNull();
  expect(screen.getByText('There is no invoice yet.')).toBeTruthy();
});

test('by invoice there is nothing to press, and each month is a table', () => {
  const payment: Billing['payment'] = {
    ...billing.payment,
    state: 'manual',
    mayStart: false,
    ahead: [{ step: 'nextInvoice', at: '2026-12-31T11:00:00Z' }],
  };
  const invoices = [
    {
      number: 'RG-202611-1',
      at: '2026-11-30T11:00:00Z',
      status: 'open',
      amount: money,
      address: '/api/billing/invoices/2026-11',
    },
  ];
  show({ byStripe: false, payment, invoices, next: { at: '2026-12-31T11:00:00Z', amount: money } });
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.getByRole('link', { name: 'RG-202611-1 (CSV)' }).getAttribute('href')).toBe(
    '/api/billing/invoices/2026-11',
  );
  expect(document.body.textContent).toContain('The next invoice of $456.55, GST of $59.55 included');
});

test('what is owed says since when, what it means and what comes next', () => {
  const payment: Billing['payment'] = {
    state: 'stopAnnounced',
    mayStart: false,
    isCustomer: true,
    overdueSince: '2026-10-01T00:00:00Z',
    ahead: [{ step: 'matchingStops', at: '2026-11-30T00:00:00Z' }],
  };
  show({ payment, billed: { stores: 1, cameras: 1 }, stripeAnswers: false });
  expect(screen.getByText('Matching stops soon')).toBeTruthy();
  expect(document.body.textContent).toMatch(/Owed since 1 Oct 2026/);
  expect(document.body.textContent).toContain('after a week’s notice and never during an alert');
  expect(screen.getByText(/Stripe does not answer now/)).toBeTruthy();
  expect(screen.getByText(/Stripe still bills 1 store and 1 camera/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Card, address and what is owed' })).toBeTruthy();
});
