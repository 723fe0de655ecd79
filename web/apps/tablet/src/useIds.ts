import { useState } from 'react';

/** A set of ids that the screen remembers. */
export function useIds() {
  const [all, setAll] = useState<ReadonlySet<string>>(new Set());
  return {
    all,
    add: (id: string) => setAll((before) => new Set([...before, id])),
    remove: (id: string) => setAll((before) => new Set([...before].filter((other) => other !== id))),
    /** While rendering: changes nothing when all are known. */
    addNew: (ids: string[]) => {
      if (ids.some((id) => !all.has(id))) setAll(new Set([...all, ...ids]));
    },
  };
}
