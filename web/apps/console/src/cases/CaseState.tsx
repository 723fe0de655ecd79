import { Group } from '@mantine/core';
import type { Case } from '../api/shapes';
import { State } from '../parts/State';
import { fromNow } from '../time';
import { owedBy } from './owed';

/** How a case stands, with the clock of its record (R29). */
export function CaseState({ found }: { found: Case }) {
  switch (owedBy(found)) {
    case 'nothing':
      return <State tone="over">Closed</State>;
    case 'close':
      return <State tone="waits">To be closed</State>;
    case 'record':
      return (
        <Group gap={6}>
          <State tone={found.overdue ? 'bad' : 'waits'}>
            {found.overdue ? 'Record overdue' : 'To be recorded'}
          </State>
          <span>due {fromNow(found.recordDueAt)}</span>
        </Group>
      );
  }
}
