import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { Session } from '../api/shapes';
import { mayDo, type Deed } from './permissions';

/** Who am I. Asking also tells the server that somebody is here. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/me', { signal: s }), signal),
  staleTime: 60_000,
});

/** Whether somebody has a passkey or an authenticator app. */
export const hasSecondFactor = ({ secondFactor }: Session) =>
  secondFactor.hasAuthenticator || secondFactor.passkeys > 0;

/** Whether a sign-in must show, or set up, a second factor before it may do anything. */
export const lacksSecondFactor = (session: Session) =>
  !session.secondFactor.isShown && (session.secondFactor.isDemanded || hasSecondFactor(session));

/** The session of a page: the router opens none without. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Whether whoever is signed in may do something. */
export function useMay(): (deed: Deed) => boolean {
  const { roles } = useSession().person;
  return (deed) => mayDo(roles, deed);
}
