import type { Api, Picture } from '@retailguard/api';
import { useEffect, useMemo, useState } from 'react';

export type PictureState =
  { state: 'loading' } | { state: 'failed'; retry: () => void } | { state: 'here'; url: string };

const loading: PictureState = { state: 'loading' };

/**
 * One picture, held in memory for as long as the component shows it and not a moment longer: leaving
 * aborts the request and revokes the picture. Another `load` is another picture; null: none is wanted yet.
 */
export function usePicture(load: ((signal: AbortSignal) => Promise<Blob>) | null): PictureState {
  const [shown, setShown] = useState<{ of: typeof load; picture: PictureState }>({
    of: null,
    picture: loading,
  });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (load === null) return;
    const abort = new AbortController();
    let url: string | null = null;
    const show = (picture: PictureState) => {
      setShown({ of: load, picture });
    };
    load(abort.signal).then(
      (blob) => {
        if (abort.signal.aborted) return;
        url = URL.createObjectURL(blob);
        show({ state: 'here', url });
      },
      () => {
        if (abort.signal.aborted) return;
        show({
          state: 'failed',
          retry: () => {
            show(loading);
            setAttempt((n) => n + 1);
          },
        });
      },
    );
    return () => {
      abort.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [load, attempt]);

  // The picture before must not stand for the one that is on its way.
  return shown.of === load ? shown.picture : loading;
}

export function useAlertPicture(api: Api, alertId: string, picture: Picture, wanted: boolean): PictureState {
  return usePicture(
    useMemo(
      () => (wanted ? (signal: AbortSignal) => api.alertPicture(alertId, picture, signal) : null),
      [api, alertId, picture, wanted],
    ),
  );
}
