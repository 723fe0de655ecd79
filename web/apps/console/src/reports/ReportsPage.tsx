import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { storeChoices, useStoreName, useStores } from '../api/directory';
import type { Cause, Distribution, DrillScores, Mistakes, Timings } from '../api/shapes';
import { type Column, DataTable } from '../parts/DataTable';
import { Facts } from '../parts/Facts';
import { ChoiceField, Filters } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { useMay } from '../session/session';
import { causeName, choices } from '../words';
import { csvOf, download } from './csv';
import { drillsQuery, mistakesQuery, type Period, timingsQuery } from './queries';

// What draws charts is loaded with the first of them.
const TimesChart = lazy(() => import('./Charts').then((m) => ({ default: m.TimesChart })));
const DrillsChart = lazy(() => import('./Charts').then((m) => ({ default: m.DrillsChart })));

const route = getRouteApi('/inside/reports');

export function ReportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const may = useMay();
  const storeName = useStoreName();
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const period: Period = { from: search.from, to: search.to };
  // Who reaches one store reads of that one.
  const store = search.store ?? (stores.length === 1 ? stores[0]?.id : undefined);
  return (
    <Page
      title="Reports"
      about="How fast alerts are decided and how often they were wrong, over the last thirty days unless you choose others. Drills never count as alerts."
      actions={
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden />}
          onClick={() => {
            window.print();
          }}
        >
          Print
        </Button>
      }
    >
      <Filters>
        <ChoiceField
          label="Store"
          all={may('seeTimingsOfAll') ? 'Every store' : 'Choose a store'}
          data={storeChoices(stores)}
          value={store}
          onChange={(chosen) => {
            filter({ store: chosen });
          }}
        />
        <TextInput
          type="date"
          label="From"
          value={search.from ?? ''}
          onChange={({ currentTarget }) => {
            filter({ from: currentTarget.value || undefined });
          }}
        />
        <TextInput
          type="date"
          label="To"
          value={search.to ?? ''}
          onChange={({ currentTarget }) => {
            filter({ to: currentTarget.value || undefined });
          }}
        />
      </Filters>
      {may('seeTimings') &&
        (store !== undefined || may('seeTimingsOfAll') ? (
          <TimingsReport store={store} period={period} />
        ) : (
          <Text c="dimmed">Choose a store to read how fast its alerts are decided.</Text>
        ))}
      {may('seeMistakes') && <MistakesReport period={period} />}
      {may('seeTimings') &&
        (store === undefined ? (
          <Text c="dimmed">Choose a store to read how its drills went.</Text>
        ) : (
          <DrillsReport store={store} name={storeName(store)} />
        ))}
    </Page>
  );
}

function Report({
  title,
  csv,
  children,
}: {
  title: string;
  /** Name of the file, and what is in it. */
  csv: () => [string, string];
  children: ReactNode;
}) {
  return (
    <Stack gap="md" component="section" aria-label={title}>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Button
          className="no-print"
          variant="default"
          size="compact-sm"
          aria-label={`${title} as CSV`}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => {
            download(...csv());
          }}
        >
          CSV
        </Button>
      </Group>
      {children}
    </Stack>
  );
}

const chartRoom = <Skeleton h={260} />;

interface Stage extends Distribution {
  name: string;
}

/** From the camera's picture on, in the order in which things happen. */
function stagesOf(timings: Timings): Stage[] {
  const stages = [
    ['The alert', timings.cameraToAlert],
    ['A tablet shows it', timings.cameraToTablet],
    ['The first answer', timings.cameraToFirstVote],
    ['The decision', timings.cameraToDecision],
    ['The outcome', timings.cameraToOutcome],
  ] as const;
  return stages.flatMap(([name, times]) => (times === null ? [] : [{ name, ...times }]));
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

const stageColumns: Column<Stage>[] = [
  { id: 'name', header: 'From the camera’s picture to', accessorFn: ({ name }) => name },
  { id: 'count', header: 'Alerts', accessorFn: ({ count }) => count },
  { id: 'p50', header: 'Half within', accessorFn: ({ p50 }) => seconds(p50) },
  { id: 'p90', header: '90 % within', accessorFn: ({ p90 }) => seconds(p90) },
  { id: 'p95', header: '95 % within', accessorFn: ({ p95 }) => seconds(p95) },
  { id: 'p99', header: '99 % within', accessorFn: ({ p99 }) => seconds(p99) },
  { id: 'max', header: 'Slowest', accessorFn: ({ max }) => seconds(max) },
];

function TimingsReport({ store, period }: { store: string | undefined; period: Period }) {
  const timings = useQuery(timingsQuery(store, period));
  return (
    <Loaded query={timings}>
      {(report) => {
        const stages = stagesOf(report);
        return (
          <Report
            title="How fast alerts are decided"
            csv={() => [
              'timings.csv',
              csvOf(
                ['From the camera to', 'Alerts', 'p50 ms', 'p90 ms', 'p95 ms', 'p99 ms', 'Max ms'],
                stages.map(({ name, count, p50, p90, p95, p99, max }) => [
                  name,
                  count,
                  p50,
                  p90,
                  p95,
                  p99,
                  max,
                ]),
              ),
            ]}
          >
            {stages.length > 0 && (
              <Suspense fallback={chartRoom}>
                <TimesChart
                  stages={stages.map(({ name, p50, p95 }) => ({
                    stage: name,
                    half: p50 / 1000,
                    most: p95 / 1000,
                  }))}
                />
              </Suspense>
            )}
            <DataTable
              label="Times from the camera's picture"
              columns={stageColumns}
              rows={stages}
              rowKey={({ name }) => name}
              empty="No alert was raised in these days."
            />
          </Report>
        );
      }}
    </Loaded>
  );
}

const causeColumns: Column<{ cause: Cause; count: number }>[] = [
  { id: 'cause', header: 'Cause', accessorFn: ({ cause }) => causeName[cause] },
  { id: 'count', header: 'Mistakes', accessorFn: ({ count }) => count },
];

const causesOf = ({ byCause }: Mistakes) =>
  choices(causeName).map(({ value }) => ({ cause: value, count: byCause[value] ?? 0 }));

function MistakesReport({ period }: { period: Period }) {
  const mistakes = useQuery(mistakesQuery(period));
  return (
    <Loaded query={mistakes}>
      {(report) => (
        <Report
          title="How often it was wrong"
          csv={() => [
            'misidentifications.csv',
            csvOf(
              ['What', 'Count'],
              [
                ['Alerts', report.alerts],
                ['Confirmed by two', report.confirmed],
                ['Mistakes', report.total],
                ...causesOf(report).map(({ cause, count }) => [causeName[cause], count]),
                ['Recorded late', report.recordedLate],
              ],
            ),
          ]}
        >
          <Facts
            facts={[
              ['Alerts', report.alerts],
              ['Confirmed by two', report.confirmed],
              ['Mistakes', report.total],
              ['Recorded after more than a day', report.recordedLate],
            ]}
          />
          <DataTable
            label="Mistakes by cause"
            columns={causeColumns}
            rows={causesOf(report)}
            rowKey={({ cause }) => cause}
            empty=""
          />
        </Report>
      )}
    </Loaded>
  );
}

type Week = DrillScores['weeks'][number];

const weekColumns: Column<Week>[] = [
  { id: 'week', header: 'Week from', accessorFn: ({ weekStart }) => weekStart },
  { id: 'drills', header: 'Drills', accessorFn: ({ drills }) => drills },
  { id: 'decided', header: 'Decided', accessorFn: ({ decided }) => decided },
  { id: 'correct', header: 'Rightly', accessorFn: ({ correct }) => correct },
  { id: 'missed', header: 'Out of time', accessorFn: ({ missed }) => missed },
];

function DrillsReport({ store, name }: { store: string; name: string }) {
  const drills = useQuery(drillsQuery(store));
  return (
    <Loaded query={drills}>
      {(scores) => {
        const { weeks } = scores;
        return (
          <Report
            title={`How drills went at ${name}`}
            csv={() => [
              'drills.csv',
              csvOf(
                ['Week from', 'Drills', 'Decided', 'Rightly', 'Out of time'],
                weeks.map(({ weekStart, drills: all, decided, correct, missed }) => [
                  weekStart,
                  all,
                  decided,
                  correct,
                  missed,
                ]),
              ),
            ]}
          >
            {weeks.length > 1 && (
              <Suspense fallback={chartRoom}>
                <DrillsChart
                  weeks={weeks.map(({ weekStart, correct, drills: all }) => ({
                    week: weekStart,
                    rightly: correct,
                    other: all - correct,
                  }))}
                />
              </Suspense>
            )}
            <DataTable
              label="Drills by week"
              columns={weekColumns}
              rows={weeks}
              rowKey={({ weekStart }) => weekStart}
              empty="This store has had no drill yet."
            />
          </Report>
        );
      }}
    </Loaded>
  );
}
