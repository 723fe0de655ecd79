import { Page } from '../parts/Page';
import { useSession } from '../session/session';
import { listed, roleName } from '../words';

/** A page that somebody's roles do not open. */
export function NotYours() {
  const { roles } = useSession().person;
  return (
    <Page title="This page is not open to you">
      <p>
        You are signed in as {listed(roles.map((role) => roleName[role].toLocaleLowerCase('en-NZ')))}. An
        administrator can give you another role.
      </p>
    </Page>
  );
}
