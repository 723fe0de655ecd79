import { Text, Timeline } from '@mantine/core';
import { usePersonName } from '../api/directory';
import type { Change } from '../api/shapes';
import { When } from '../parts/When';
import { actionName } from './actions';

/** What was changed, why and by whom, the newest first. */
export function ChangeLines({ changes }: { changes: Change[] }) {
  const nameOf = usePersonName();
  return (
    <Timeline bulletSize={16} lineWidth={2}>
      {changes.map(({ id, action, reason, by, at }) => (
        <Timeline.Item key={id} title={actionName(action)}>
          <Text>{reason}</Text>
          <Text size="sm" c="dimmed">
            {nameOf(by)}, <When at={at} />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
