import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../parts/Loaded';
import { plural } from '../words';
import { falseAlertsQuery } from './queries';
import { perDay } from './standing';

/** R3: what one more entry leads to in a store, before it is proposed. */
export function Expected({ store }: { store: string }) {
  const outlook = useQuery(falseAlertsQuery(store));
  return (
    <Loaded query={outlook}>
      {({ entries, before, after, budget, oneInDays, mostEntries, visitsPerDay, mostFalseMatchRate }) => (
        <div role="status">
          <Text fw={600} {...(after > budget ? { c: 'var(--mantine-color-error)' } : {})}>
            Expected false alerts in this store: {perDay(before)} a day now, {perDay(after)} with this entry.
            At most {perDay(budget)} are allowed, one in {plural(oneInDays, 'day')}.
          </Text>
          <Text size="sm" c="dimmed">
            {plural(entries, 'entry', 'entries')} of at most {mostEntries}, listed or proposed ×{' '}
            {visitsPerDay.toLocaleString('en-NZ')} visits a day × a false-match rate of at most{' '}
            {mostFalseMatchRate.toExponential(1)}, as it was measured.
            {after > budget && ' The list is full: take an entry off it first.'}
          </Text>
        </div>
      )}
    </Loaded>
  );
}
