import { A } from '../parts/A';
import { Page } from '../parts/Page';

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Page title="There is no such page">
      <p>
        The address may be mistyped, or what it led to is gone. <A to="/">Go to the first page</A>
      </p>
    </Page>
  );
}
