import { useEffect, useRef } from 'react';

/** Begins something as the page opens, and never twice: what it uses is used up by it. */
export function useOnce(begin: () => void) {
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    begin();
  });
}
