import { Alert } from '@mantine/core';
import { Refusal } from '@retailguard/api';
import { IconAlertTriangle } from '@tabler/icons-react';
import { A } from './A';
import { mendOf } from './mend';

/** What the console says where the server could not. */
const ours: Record<string, string> = {
  network: 'The server can’t be reached. Nothing was changed. Check the connection and try again.',
  timeout:
    'The server did not answer in time. Whether it did what you asked is not known: look again before you repeat it.',
  unreadable: 'The answer was not the server’s own. Try again in a minute.',
};

/** The server's own sentence for a "no", and where it is mended. */
export function Problem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { code, detail } = Refusal.in(error);
  const mend = mendOf(code);
  return (
    <Alert role="alert" color="orange" icon={<IconAlertTriangle aria-hidden />}>
      {detail === '' ? (ours[code] ?? ours.unreadable) : detail}{' '}
      {mend !== null && <A to={mend.to}>{mend.label}</A>}
    </Alert>
  );
}
