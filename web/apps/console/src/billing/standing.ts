import type { BillingStep, PaymentState } from '../api/shapes';
import type { Tone } from '../parts/State';

export const paymentName: Record<PaymentState, string> = {
  manual: 'By invoice',
  notStarted: 'No plan yet',
  trial: 'Trial',
  inOrder: 'Paid',
  overdue: 'Payment failed',
  growthStopped: 'Owed for 30 days',
  stopAnnounced: 'Matching stops soon',
  stopped: 'Matching is off',
};

export const paymentTone: Record<PaymentState, Tone> = {
  manual: 'good',
  notStarted: 'waits',
  trial: 'good',
  inOrder: 'good',
  overdue: 'waits',
  growthStopped: 'bad',
  stopAnnounced: 'bad',
  stopped: 'bad',
};

/** What it means today, in a sentence. */
export const paymentAbout: Record<PaymentState, string> = {
  manual: 'You are billed by invoice each month. There is nothing to do here.',
  notStarted: 'Choose the plan to begin. The trial asks for no card.',
  trial: 'Everything works. Add a card on Stripe’s page before the trial ends.',
  inOrder: 'All is paid.',
  overdue: 'A payment is owed. Everything goes on; please pay or change the card.',
  growthStopped:
    'A payment has been owed for 30 days: no store, camera or entry can be added. Matching, requests, audit and export go on.',
  stopAnnounced:
    'A payment has been owed for more than seven weeks. Every store is told when matching stops; requests, audit, export and erasure go on after that.',
  stopped:
    'A payment has been owed for 60 days: nobody is matched. Requests, audit, export and erasure go on. Matching goes on again as soon as it is paid.',
};

export const stepName: Record<BillingStep, string> = {
  trialEnds: 'The trial ends and the first invoice is made',
  planEnds: 'The plan ends, as you asked for',
  nextInvoice: 'The next invoice',
  reminder: 'You are reminded here',
  growthStops: 'No store, camera or entry can be added any more',
  stopAnnounced: 'Every store is told that matching will stop',
  matchingStops: 'Matching stops in every store, after a week’s notice and never during an alert',
};

export const invoiceState: Record<string, { name: string; tone: Tone }> = {
  draft: { name: 'Not final', tone: 'over' },
  open: { name: 'To pay', tone: 'waits' },
  paid: { name: 'Paid', tone: 'good' },
  uncollectible: { name: 'Written off', tone: 'over' },
  void: { name: 'Void', tone: 'over' },
};
