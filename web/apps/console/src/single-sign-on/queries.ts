import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

export const singleSignOnQuery = queryOptions({
  queryKey: ['single-sign-on'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/single-sign-on', { signal: s }), signal),
});

export const ownLinkQuery = queryOptions({
  queryKey: ['own-link'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/me/single-sign-on', { signal: s }), signal),
});

/** How a retailer's provider is called, for its button; asked once for each name. */
export const offerQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['provider-offer', tenant],
    queryFn: ({ signal }) =>
      once((s) => client.POST('/api/sign-in/single-sign-on/offer', { body: { tenant }, signal: s }), signal),
    enabled: tenant !== '',
    retry: false,
    staleTime: 60_000,
  });

/** Where somebody goes on after the way to the provider and back, which leaves the console. */
export const nextKey = 'rg-next';
