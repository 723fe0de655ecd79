import { Group, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import {
  type ColumnDef,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  sortFn_datetime,
  sortFn_text,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import classes from './DataTable.module.css';

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: {
    alphanumeric: sortFn_alphanumeric,
    basic: sortFn_basic,
    datetime: sortFn_datetime,
    text: sortFn_text,
  },
});

export type Column<T extends RowData> = ColumnDef<typeof features, T>;

interface DataTableProps<T extends RowData> {
  /** What the table lists, for those who do not see it. */
  label: string;
  /** Stable between renders. */
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  /** As the address has it: a column, with "-" before it for the other way round. Without it the rows stay as they come. */
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  /** What stands there instead of no rows. */
  empty: string;
}

const sortingOf = (sort: string | undefined): SortingState =>
  sort === undefined ? [] : [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }];

/** A table whose order is kept in the address. On a phone each row is a card, and stays a row to assistive technology. */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  rowKey,
  sort,
  onSort,
  empty,
}: DataTableProps<T>) {
  const sorting = useMemo(() => sortingOf(sort), [sort]);
  // What a column made of a row is kept with the row: other columns need rows anew.
  const data = useMemo(() => ({ columns, rows: [...rows] }), [columns, rows]).rows;
  const table = useTable({
    features,
    columns,
    data,
    getRowId: rowKey,
    state: { sorting },
    enableSortingRemoval: true,
    enableSorting: onSort !== undefined,
    onSortingChange: (change) => {
      const [next] = typeof change === 'function' ? change(sorting) : change;
      onSort?.(next === undefined ? undefined : `${next.desc ? '-' : ''}${next.id}`);
    },
  });
  const shown = table.getRowModel().rows;
  if (shown.length === 0) {
    return (
      <Text c="dimmed" py="xl" ta="center">
        {empty}
      </Text>
    );
  }
  return (
    <Table
      role="table"
      aria-label={label}
      className={classes.table}
      verticalSpacing="sm"
      highlightOnHover
      highlightOnHoverColor="light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-6))"
    >
      <Table.Thead role="rowgroup" className={classes.head}>
        {table.getHeaderGroups().map((group) => (
          <Table.Tr role="row" key={group.id}>
            {group.headers.map((header) => {
              const sorted = header.column.getIsSorted();
              const name = <table.FlexRender header={header} />;
              return (
                <Table.Th
                  role="columnheader"
                  key={header.id}
                  {...(sorted === false
                    ? {}
                    : { 'aria-sort': sorted === 'asc' ? ('ascending' as const) : ('descending' as const) })}
                >
                  {header.column.getCanSort() ? (
                    <UnstyledButton
                      className={classes.sort}
                      onClick={() => {
                        header.column.toggleSorting();
                      }}
                    >
                      <Group gap={6} wrap="nowrap">
                        {name}
                        <Arrow sorted={sorted} />
                      </Group>
                    </UnstyledButton>
                  ) : (
                    name
                  )}
                </Table.Th>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {shown.map((row) => (
          <Table.Tr role="row" key={row.id}>
            {row.getAllCells().map((cell) => (
              <Table.Td
                role="cell"
                key={cell.id}
                data-label={
                  typeof cell.column.columnDef.header === 'string' ? cell.column.columnDef.header : ''
                }
              >
                <table.FlexRender cell={cell} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Arrow({ sorted }: { sorted: false | 'asc' | 'desc' }) {
  if (sorted === 'asc') return <IconArrowUp size={16} aria-hidden />;
  if (sorted === 'desc') return <IconArrowDown size={16} aria-hidden />;
  return <IconArrowsSort size={16} aria-hidden className={classes.unsorted} />;
}
