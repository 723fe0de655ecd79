import { Button, Group, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from './Problem';

/** What this needs of a query of any kind. */
interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
}

/** What came, or that it is on its way, or why it did not come. What came before stays while it is asked for again. */
export function Loaded<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        <Problem error={query.error} />
        {children(query.data)}
      </>
    );
  }
  if (query.error !== null) {
    return (
      <>
        <Problem error={query.error} />
        <Group>
          <Button
            variant="default"
            loading={query.isFetching}
            onClick={() => {
              void query.refetch();
            }}
          >
            Try again
          </Button>
        </Group>
      </>
    );
  }
  return (
    <Group role="status" aria-label="Loading" justify="center" p="xl">
      <Loader aria-hidden />
    </Group>
  );
}
