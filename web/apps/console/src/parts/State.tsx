import { Badge } from '@mantine/core';

export type Tone = 'good' | 'waits' | 'bad' | 'over';

const colors: Record<Tone, string> = { good: 'teal', waits: 'orange', bad: 'red', over: 'gray' };

/** How something stands, in words; the colour only repeats it. */
export function State({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge
      color={colors[tone]}
      variant="light"
      styles={{
        label: { color: 'var(--mantine-color-text)', textTransform: 'none' },
        // Never cut off: a table's narrow column would.
        root: { overflow: 'visible', minWidth: 'max-content' },
      }}
    >
      {children}
    </Badge>
  );
}
