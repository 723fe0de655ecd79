/**
 * An expected "no". `code` is the server's stable code, or one of ours: `network` (no answer),
 * `timeout` (no answer in time), `unreadable` (an answer that is not the API's).
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
