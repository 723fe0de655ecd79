import createClient from 'openapi-fetch';
import { Refusal } from './refusal';
import type { paths } from './schema';

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export type Http = ReturnType<typeof createHttp>;

/**
 * The HTTP API, same origin, tokens in cookies only: `client` has every route of its description, `once` makes one call
 * of it, which throws a `Refusal`, ends after `timeoutMs`, and is made once: nothing is retried or queued here.
 */
export function createHttp({
  timeoutMs = 5_000,
  origin = location.origin,
  send = (request: Request) => fetch(request),
} = {}) {
  const client = createClient<paths>({
    baseUrl: origin,
    cache: 'no-store',
    credentials: 'same-origin',
    fetch: send,
  });

  async function once<T>(
    call: (signal: AbortSignal) => Promise<Answered<T>>,
    outer?: AbortSignal,
  ): Promise<T> {
    const abort = new AbortController();
    const stop = () => {
      abort.abort();
    };
    const timer = setTimeout(stop, timeoutMs);
    outer?.addEventListener('abort', stop);
    try {
      const { data, error, response } = await call(abort.signal);
      if (!response.ok) throw Refusal.of(error, response.status);
      return data as T;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (error instanceof SyntaxError) throw new Refusal('unreadable');
      throw new Refusal(abort.signal.aborted ? 'timeout' : 'network');
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    }
  }

  return { client, once };
}
