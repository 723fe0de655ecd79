import { useMemo } from 'react';
import { useStoreOf } from '../api/directory';
import type { Share } from '../api/shapes';
import { A } from '../parts/A';
import { type Column, DataTable } from '../parts/DataTable';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { categoryName, patternName, shareStandingName } from '../words';
import { shareTone } from './standing';

/** A line of the ledger each: who, to whom, why, and what became of it. */
export function SharesTable({ shares, empty }: { shares: Share[]; empty: string }) {
  const storeOf = useStoreOf();
  const columns = useMemo<Column<Share>[]>(
    () => [
      {
        id: 'offered',
        header: 'Offered',
        cell: ({ row: { original } }) => (
          <A to="/sharing/$share" params={{ share: original.id }}>
            <When at={original.offeredAt} zone={storeOf(original.from.id)?.timeZone} only="day" />
          </A>
        ),
      },
      { id: 'from', header: 'From', accessorFn: ({ from }) => from.name },
      { id: 'to', header: 'To', accessorFn: ({ to }) => to.name },
      { id: 'for', header: 'For', accessorFn: ({ category }) => categoryName[category] },
      {
        id: 'need',
        header: 'Need',
        accessorFn: ({ pattern, kilometres }) => `${patternName[pattern]}, ${kilometres} km away`,
      },
      {
        id: 'state',
        header: 'State',
        cell: ({ row: { original } }) => (
          <State tone={shareTone[original.standing]}>{shareStandingName[original.standing]}</State>
        ),
      },
      {
        id: 'reached',
        header: 'That store has it',
        accessorFn: ({ hasReached }) =>
          hasReached === null ? 'Nothing to tell' : hasReached ? 'Yes, as it stands' : 'Not yet',
      },
    ],
    [storeOf],
  );
  return <DataTable label="Shares" columns={columns} rows={shares} rowKey={({ id }) => id} empty={empty} />;
}
