import { Button, Stack, Text } from '@mantine/core';
import { client, once } from '../api/http';
import type { NoticeDesk } from '../api/shapes';
import { Action } from '../parts/Action';
import { plural } from '../words';
import { noticesKey } from './queries';

/** R34: puts the draft in force, and says before what that stops. */
export function Publish({ desk: { published, newPosters } }: { desk: NoticeDesk }) {
  const next = (published?.version ?? 0) + 1;
  return (
    <Action
      trigger={(open) => <Button onClick={open}>{`Publish version ${next}`}</Button>}
      title={`Publish version ${next}`}
      about={
        <Stack gap="xs">
          <Text>It is in force for every store at once, and stays on record as it is.</Text>
          <Text fw={600}>
            {newPosters === 0
              ? 'No poster that hangs has to be replaced.'
              : `${plural(newPosters, 'entrance needs', 'entrances need')} a new poster. Matching stops in their stores until it hangs and somebody of the store has photographed it.`}
          </Text>
        </Stack>
      }
      initial={{}}
      label="Publish"
      danger={newPosters > 0}
      send={() => once((signal) => client.POST('/api/notices/publish', { signal }))}
      changes={[noticesKey]}
      done={`Version ${next} is in force.`}
    />
  );
}
