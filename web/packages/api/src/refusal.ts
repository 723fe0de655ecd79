import type { components } from './schema';

/**
 * An expected "no". `code` is the server's stable code, or one of ours: `network` (no answer),
 * `timeout` (no answer in time), `unreadable` (an answer that is not the API's), or a screen's own.
 * `detail` is a sentence for the person; empty for our own codes.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: string,
    readonly detail = '',
    readonly status = 0,
    /** What is wrong with each field of the request, by its name, as sentences. */
    readonly fields: Readonly<Record<string, readonly string[]>> = {},
  ) {
    super(code);
  }

  /** What was caught, if it is a refusal; anything else is a mistake of ours and goes on. */
  static in(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    throw error;
  }

  /** From the body of an answer that is not a success. */
  static of(problem: unknown, status: number): Refusal {
    const { code, detail, errors } = (
      typeof problem === 'object' && problem !== null ? problem : {}
    ) as Partial<components['schemas']['Problem']>;
    return new Refusal(code ?? 'unreadable', detail ?? '', status, errors ?? {});
  }
}
