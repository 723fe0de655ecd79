import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A page before the console: one question in the middle. */
export function Gate({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={440} maw="100%" radius="lg">
        <Stack gap="lg">
          <div>
            <Text fw={700} size="lg">
              RetailGuard
            </Text>
            <Title order={1} size="h2">
              {title}
            </Title>
            {about !== undefined && (
              <Text c="dimmed" mt={4}>
                {about}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
