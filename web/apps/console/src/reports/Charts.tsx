import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';

/** Beside each chart stands its table, which says the same in words. */
export function TimesChart({ stages }: { stages: { stage: string; half: number; most: number }[] }) {
  return (
    <div aria-hidden>
      <BarChart
        h={260}
        data={stages}
        dataKey="stage"
        unit=" s"
        withLegend
        maxBarWidth={72}
        tooltipAnimationDuration={0}
        barChartProps={{ accessibilityLayer: false }}
        series={[
          { name: 'half', label: 'Half within', color: 'harbour.6' },
          { name: 'most', label: '95 % within', color: 'gray.5' },
        ]}
      />
    </div>
  );
}

export function DrillsChart({ weeks }: { weeks: { week: string; rightly: number; other: number }[] }) {
  return (
    <div aria-hidden>
      <BarChart
        h={260}
        data={weeks}
        dataKey="week"
        type="stacked"
        withLegend
        maxBarWidth={72}
        tooltipAnimationDuration={0}
        barChartProps={{ accessibilityLayer: false }}
        series={[
          { name: 'rightly', label: 'Decided rightly', color: 'harbour.6' },
          { name: 'other', label: 'Wrongly or out of time', color: 'gray.5' },
        ]}
      />
    </div>
  );
}
