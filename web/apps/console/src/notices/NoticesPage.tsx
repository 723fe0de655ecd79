import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLink } from '@tanstack/react-router';
import type { NoticeDesk } from '../api/shapes';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { plural } from '../words';
import { AddEntrance, Entrances } from './Entrances';
import { Publish } from './Publish';
import { deskQuery, entrancesQuery } from './queries';
import { Retention } from './Retention';
import { type NoticeStanding, noticeStanding } from './standing';

const ButtonLink = createLink(Button<'a'>);

export function NoticesPage() {
  const desk = useQuery(deskQuery);
  const entrances = useQuery(entrancesQuery);
  const may = useMay();
  return (
    <Page
      title="Notices"
      about="What signs say about the cameras, and whether they hang. A store matches nobody unless its notice is true and hangs outside each of its entrances."
      actions={
        <>
          <ButtonLink component="a" to="/notices/words" variant="default">
            What the notices say
          </ButtonLink>
          <ButtonLink component="a" to="/notices/versions" variant="default">
            Versions
          </ButtonLink>
          {may('writeNotices') && <AddEntrance />}
        </>
      }
    >
      <Loaded query={desk}>{(found) => <Standing desk={found} />}</Loaded>
      <Loaded query={entrances}>
        {(all) => <Entrances entrances={all} isPublished={desk.data?.published != null} />}
      </Loaded>
      {may('seeRetention') && <Retention />}
    </Page>
  );
}

const title: Record<NoticeStanding, string> = {
  missing: 'No notice is published',
  stale: 'The published notice is no longer true',
  redrafted: 'In force; the draft says something else',
  inForce: 'In force',
};

const about: Record<NoticeStanding, string> = {
  missing: 'No store matches anybody until one is.',
  stale:
    'A setting has changed that it speaks of. No store matches anybody until the notice is published anew.',
  redrafted: 'What hangs stays true until the next version is published.',
  inForce: 'It says what the product does.',
};

/** R32, R34: how the notice stands for the whole retailer, and the one button that mends it. */
function Standing({ desk }: { desk: NoticeDesk }) {
  const may = useMay()('writeNotices');
  const { published, missing } = desk;
  const standing = noticeStanding(desk);
  const isTrue = standing === 'inForce' || standing === 'redrafted';
  return (
    <Alert
      role="status"
      color={isTrue ? 'teal' : 'orange'}
      icon={isTrue ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={title[standing]}
    >
      <Stack gap="sm">
        {published !== null && (
          <Text>
            Version {published.version}, published on <When at={published.at} only="day" /> by{' '}
            {published.by.name}.
          </Text>
        )}
        <Text>{about[standing]}</Text>
        {standing !== 'inForce' &&
          (!may ? (
            <Text>The privacy officer or an administrator publishes it.</Text>
          ) : (
            <Group className="no-print">
              {missing.length > 0 ? (
                <ButtonLink component="a" to="/notices/words">
                  {`Add what is missing: ${plural(missing.length, 'thing')}`}
                </ButtonLink>
              ) : (
                <Publish desk={desk} />
              )}
            </Group>
          ))}
      </Stack>
    </Alert>
  );
}
