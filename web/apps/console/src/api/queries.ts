import { Refusal } from '@retailguard/api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Worth another try: the server was not reached, or could not answer in time. */
const isPassing = (error: unknown) => error instanceof Refusal && ['network', 'timeout'].includes(error.code);

/** The one store of what the server said. */
export function createQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof Refusal && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: 1_000,
        throwOnError: (error) => !(error instanceof Refusal),
      },
      // Nothing that changes something is sent twice.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
