import type { LiveState } from '@retailguard/live';
import { useNow } from '@retailguard/ui';
import { useEffect, useRef } from 'react';
import type { TabletSession } from './tabletSession';

/** Use of the tablet asks for more time at most this often, ms. */
const extendEveryMs = 20_000;

/**
 * How long the time must seem over, ms. A tablet whose clock was set right jumps past it, and learns the server's time
 * again with the next picture of the store.
 */
const settleMs = 5_000;

/**
 * Signs out when the server's time for this session is over; touch and keys ask for more time.
 * Returns the seconds left, or null while the server's clock is not known yet.
 */
export function useIdleSignOut(tablet: TabletSession, expiresAt: string, live: LiveState): number | null {
  const now = useNow(1_000);
  const extendedAt = useRef(0);
  const left =
    live.version === null
      ? null
      : Math.max(0, Math.ceil((Date.parse(expiresAt) - now - live.clockOffset) / 1000));

  useEffect(() => {
    extendedAt.current = Date.now();
    const used = () => {
      if (Date.now() - extendedAt.current < extendEveryMs) return;
      extendedAt.current = Date.now();
      void tablet.extend();
    };
    window.addEventListener('pointerdown', used);
    window.addEventListener('keydown', used);
    return () => {
      window.removeEventListener('pointerdown', used);
      window.removeEventListener('keydown', used);
    };
  }, [tablet]);

  const over = left === 0;
  useEffect(() => {
    if (!over) return;
    const leaving = setTimeout(() => void tablet.leave({ notice: 'idle' }), settleMs);
    return () => {
      clearTimeout(leaving);
    };
  }, [over, tablet]);

  return left;
}
