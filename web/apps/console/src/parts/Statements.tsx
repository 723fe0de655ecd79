import { Alert } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';

/** R41: what the person says is wrong with an entry that was not corrected, wherever the entry or its alerts show. */
export function Statements({ statements }: { statements: string[] }) {
  return statements.map((statement) => (
    <Alert
      key={statement}
      role="note"
      color="orange"
      icon={<IconMessage2 aria-hidden />}
      title="The person’s statement of correction"
      styles={{ message: { whiteSpace: 'pre-line' } }}
    >
      {statement}
    </Alert>
  ));
}
