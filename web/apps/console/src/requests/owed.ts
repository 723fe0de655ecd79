import type { RequestSummary } from '../api/shapes';
import type { Tone } from '../parts/State';
import { requestKindName, requestStepName } from '../words';

const what: Record<RequestSummary['kind'], string> = {
  access: 'asks what is held about them',
  correction: 'asks to have something corrected',
  wronglyApproached: 'says that they were wrongly approached',
  complaint: 'complains',
};

/** What is owed next to somebody who asked, and until when; null when nothing is. */
export function promiseOf(request: RequestSummary): { sentence: string; at: string } | null {
  if (request.next === null || request.nextOn === null) return null;
  return {
    sentence: `Somebody at ${request.store.name} ${what[request.kind]}. ${requestStepName[request.next]} it.`,
    // The whole last day counts; where the store is does not matter for the order.
    at: `${request.nextOn}T23:59:59Z`,
  };
}

/** How a request stands, in words and a tone: a warning of the law's clock is one from the tenth working day on. */
export function toneOf(request: RequestSummary): Tone {
  if (request.state !== 'open') return 'over';
  if (request.overdue) return 'bad';
  return request.warning >= 10 ? 'waits' : 'good';
}

/** What the clock says, for those who answer. */
export function clockOf(request: RequestSummary): string {
  if (request.overdue) return 'Overdue';
  const isComplaint = request.kind === 'complaint' || request.kind === 'wronglyApproached';
  if (isComplaint) return 'On time';
  return request.warning === 0
    ? `Working day ${request.workingDay}`
    : `Warning: ${request.warning} working days passed`;
}

export const titleOf = (request: RequestSummary) => `${requestKindName[request.kind]}: ${request.number}`;
