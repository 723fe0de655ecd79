import { Button, Stack } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { Problem } from '../parts/Problem';
import { nextKey, offerQuery } from './queries';

interface ProviderButtonProps {
  /** The retailer's short name. */
  retailer: string;
  /** The code of an invitation that is accepted by it. */
  invitation?: string;
  /** Where to go on afterwards. */
  next?: string | undefined;
  onBegin: () => void;
}

/** Signing in where the retailer's people sign in for everything; nothing where there is no such place. */
export function ProviderButton({ retailer, invitation, next, onBegin }: ProviderButtonProps) {
  const tenant = retailer.trim().toLowerCase();
  const offer = useQuery(offerQuery(tenant));
  const begin = useMutation({
    mutationFn: () =>
      once((signal) =>
        client.POST('/api/sign-in/single-sign-on', {
          body: { tenant, invitation: invitation ?? null },
          signal,
        }),
      ),
    onSuccess: ({ location: provider }) => {
      onBegin();
      sessionStorage.setItem(nextKey, next ?? '');
      location.assign(provider);
    },
  });
  const name = offer.data?.name ?? null;
  if (name === null) return null;
  return (
    <Stack gap="md">
      <Problem error={begin.error} />
      <Button
        variant="default"
        leftSection={<IconKey size={18} aria-hidden />}
        loading={begin.isPending}
        onClick={() => {
          begin.mutate();
        }}
      >
        Sign in with {name}
      </Button>
    </Stack>
  );
}
