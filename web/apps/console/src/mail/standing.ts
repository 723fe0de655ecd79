import type { MailKind, MailState, MailTrouble } from '../api/shapes';
import type { Tone } from '../parts/State';

export const mailKindName: Record<MailKind, string> = {
  invitation: 'Invitation',
  passwordReset: 'New password',
  operatorAsked: 'The operator was asked for a code',
  requestReceived: 'Request: we have it',
  requestAcknowledged: 'Request: in hand',
  requestExtended: 'Request: more time',
  requestTransferred: 'Request: sent on',
  requestAnswered: 'Request: answered',
  requestRefused: 'Request: decided',
  requestDue: 'Warning of the clock',
  caseOpened: 'Case opened',
  misidentification: 'Misidentification',
  paymentOverdue: 'Payment owed',
  auditHead: 'How the audit log ends',
  test: 'Test',
};

export const mailStateName: Record<MailState, string> = {
  waiting: 'Waiting',
  sent: 'Sent',
  givenUp: 'Given up',
  withdrawn: 'Taken back',
};

export const mailTone: Record<MailState, Tone> = {
  waiting: 'waits',
  sent: 'good',
  givenUp: 'bad',
  withdrawn: 'over',
};

/** Why it was not taken, and what helps. */
export const mailTroubleName: Record<MailTrouble, string> = {
  addressRefused: 'The address takes no mail: it is wrong or closed',
  mailRefused: 'The mail server does not take this mail',
  delayed: 'The mail server asks to try later',
  unreachable: 'The mail server did not answer',
  insecure: 'The line to the mail server cannot be trusted, so nothing was said',
  signInRefused: 'The mail server refuses our user or password',
  turnedOff: 'Mail was turned off meanwhile',
};

/** How a mail stands, in one line. */
export const mailLine = (mail: { state: MailState; trouble: MailTrouble | null }) =>
  mail.trouble === null
    ? mailStateName[mail.state]
    : `${mailStateName[mail.state]}: ${mailTroubleName[mail.trouble]}`;
