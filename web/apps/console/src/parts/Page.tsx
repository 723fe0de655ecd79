import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface PageProps {
  title: string;
  /** Before the title: where this page belongs. */
  above?: ReactNode;
  /** What the page is about, one or two sentences. */
  about?: ReactNode;
  /** Buttons of the whole page. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Every page: its title, in the window's too, and what can be done on it. */
export function Page({ title, above, about, actions, children }: PageProps) {
  useDocumentTitle(`${title} · RetailGuard`);
  return (
    <Stack gap="lg">
      <header>
        {above}
        <Group justify="space-between" align="flex-start" gap="md">
          <Title order={1} size="h2">
            {title}
          </Title>
          <Group gap="sm" className="no-print">
            {actions}
          </Group>
        </Group>
        {about !== undefined && (
          <Text c="dimmed" maw={760} mt={4}>
            {about}
          </Text>
        )}
      </header>
      {children}
    </Stack>
  );
}
