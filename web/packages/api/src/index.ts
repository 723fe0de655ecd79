export * from './api';
export * from './types';
export { IdempotencyKeys } from './idempotency';
export { Refusal } from './refusal';
