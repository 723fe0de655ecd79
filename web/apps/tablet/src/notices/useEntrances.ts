import { type Api, type Entrance, Refusal } from '@retailguard/api';
import { useCallback, useEffect, useState } from 'react';

export interface Entrances {
  /** Null until they came. */
  all: Entrance[] | null;
  problem: Refusal | null;
  reload: () => Promise<void>;
}

/** The store's entrances, asked for anew when the reason why nobody is compared changes. */
export function useEntrances(api: Api, storeId: string, reasonCode: string | null): Entrances {
  const [all, setAll] = useState<Entrance[] | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);

  const reload = useCallback(async () => {
    setProblem(null);
    try {
      setAll(await api.entrances(storeId));
    } catch (error) {
      setProblem(Refusal.in(error));
    }
  }, [api, storeId]);

  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- what the server says is kept when it comes
    void reload();
  }, [reload, reasonCode]);

  return { all, problem, reload };
}
