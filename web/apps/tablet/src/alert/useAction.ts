import { type AlertView, IdempotencyKeys, Refusal } from '@retailguard/api';
import { isFresh } from '@retailguard/live';
import { useState } from 'react';
import type { AlertShared } from './shared';

/** Sends what a person decided about an alert, once: shows which button is working, and a refusal in words. */
export function useAction<Name extends string>({
  live,
  onAnswered,
}: Pick<AlertShared, 'live' | 'onAnswered'>) {
  const [working, setWorking] = useState<Name | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [keys] = useState(() => new IdempotencyKeys());

  async function act<Content>(
    name: Name,
    content: Content,
    send: (content: Content, key: string) => Promise<AlertView>,
  ) {
    // A press between waking up and the first tick belongs to a screen that is old.
    if (!isFresh(live, Date.now())) {
      setProblem(new Refusal('not-now'));
      return;
    }
    setProblem(null);
    setWorking(name);
    try {
      onAnswered(await send(content, keys.for({ name, content })));
    } catch (error) {
      setProblem(Refusal.in(error));
    } finally {
      setWorking(null);
    }
  }

  return { working, problem, setProblem, act };
}
