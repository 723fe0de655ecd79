import { Alert, Anchor, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { NoticeDesk } from '../api/shapes';
import { A } from '../parts/A';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { useMay } from '../session/session';
import { MaoriForm } from './MaoriForm';
import { ParticularsForm } from './ParticularsForm';
import { Publish } from './Publish';
import { deskQuery } from './queries';
import { aboutField, noticeStanding } from './standing';

/** R32: the draft of the next version, piece by piece. */
export function WordsPage() {
  const desk = useQuery(deskQuery);
  return <Loaded query={desk}>{(found) => <Words desk={found} />}</Loaded>;
}

function Words({ desk }: { desk: NoticeDesk }) {
  const may = useMay()('writeNotices');
  const { missing } = desk;
  return (
    <Page
      above={
        <A to="/notices" size="sm">
          Notices
        </A>
      }
      title="What the notices say"
      about="One text for all stores: the law’s points in plain words, with the numbers that the product runs with. You add what only your company knows, and a translator reads the text in te reo Māori. What is saved here is a draft; customers read it once it is published."
      actions={may && missing.length === 0 && noticeStanding(desk) !== 'inForce' && <Publish desk={desk} />}
    >
      {missing.length > 0 && (
        <Alert
          role="status"
          color="orange"
          icon={<IconAlertTriangle aria-hidden />}
          title="Before it can be published"
        >
          <List>
            {missing.map(aboutField).map(({ field, sentence }) => (
              <List.Item key={field}>
                <Anchor
                  href={`#${field}`}
                  underline="always"
                  c="var(--mantine-color-text)"
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(field)?.focus();
                  }}
                >
                  {sentence}
                </Anchor>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {missing.length === 0 && noticeStanding(desk) === 'inForce' && (
        <Text role="status">The version in force says what stands here.</Text>
      )}
      <section aria-labelledby="particulars">
        <Stack gap="sm" maw={760}>
          <Title order={2} size="h4" id="particulars">
            What only your company knows
          </Title>
          <ParticularsForm draft={desk.draft} mayWrite={may} />
        </Stack>
      </section>
      <section aria-labelledby="maori-text">
        <Stack gap="sm">
          <Title order={2} size="h4" id="maori-text">
            The text in te reo Māori
          </Title>
          <MaoriForm words={desk.maori} review={desk.review} mayWrite={may} />
        </Stack>
      </section>
    </Page>
  );
}
