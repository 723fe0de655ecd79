export * from './api';
export * from './http';
export * from './posters';
export type { components } from './schema';
export * from './types';
export { IdempotencyKeys } from './idempotency';
export { Refusal } from './refusal';
