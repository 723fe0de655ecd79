export * from './api';
export * from './contract';
export { IdempotencyKeys } from './idempotency';
export { Refusal } from './refusal';
