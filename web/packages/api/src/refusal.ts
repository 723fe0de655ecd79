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
  ) {
    super(code);
  }

  /** What was caught, if it is a refusal; anything else is a mistake of ours and goes on. */
  static in(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    throw error;
  }

  static async from(response: Response): Promise<Refusal> {
    let problem: unknown;
    try {
      problem = await response.json();
    } catch {
      problem = null;
    }
    const { code, detail } = (problem ?? {}) as { code?: unknown; detail?: unknown };
    return new Refusal(
      typeof code === 'string' ? code : 'unreadable',
      typeof detail === 'string' ? detail : '',
      response.status,
    );
  }
}
