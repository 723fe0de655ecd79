import { Button } from '@mantine/core';
import { Refusal } from '@retailguard/api';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Page } from '../parts/Page';
import { Problem } from '../parts/Problem';

/** A page that cannot be shown: the server refused, could not be reached, or the console itself is at fault. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="This page can’t be shown">
      {error instanceof Refusal ? (
        <Problem error={error} />
      ) : (
        <p>Something in the console went wrong. Nothing that you saved is lost.</p>
      )}
      <Button
        mt="md"
        onClick={() => {
          reset();
          void router.invalidate();
        }}
      >
        Try again
      </Button>
    </Page>
  );
}
