import type { Api, Picture } from '@retailguard/api';
import { useEffect, useState } from 'react';

export type PictureState =
  { state: 'loading' } | { state: 'failed'; retry: () => void } | { state: 'here'; url: string };

/**
 * One picture of an alert, held in memory for as long as the component shows it and not a moment
 * longer: leaving the alert aborts the request and revokes the picture.
 */
export function usePicture(api: Api, alertId: string, picture: Picture, wanted: boolean): PictureState {
  const [shown, setShown] = useState<PictureState>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!wanted) return;
    const abort = new AbortController();
    let url: string | null = null;
    api.alertPicture(alertId, picture, abort.signal).then(
      (blob) => {
        if (abort.signal.aborted) return;
        url = URL.createObjectURL(blob);
        setShown({ state: 'here', url });
      },
      () => {
        if (abort.signal.aborted) return;
        setShown({
          state: 'failed',
          retry: () => {
            setShown({ state: 'loading' });
            setAttempt((n) => n + 1);
          },
        });
      },
    );
    return () => {
      abort.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [api, alertId, picture, wanted, attempt]);

  return shown;
}
