import {
  Alert,
  Anchor,
  Button,
  Group,
  List,
  NumberInput,
  Paper,
  Stack,
  Text,
  Textarea,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client, once } from '../api/http';
import type { AssessmentDesk } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Problem } from '../parts/Problem';
import { useMay } from '../session/session';
import { assessmentKey, assessmentQuery } from './queries';
import { missingPart, sections } from './standing';

/** R44: the next version, part by part; each is saved by itself. */
export function DraftPage() {
  const desk = useQuery(assessmentQuery);
  return <Loaded query={desk}>{(found) => <Draft desk={found} />}</Loaded>;
}

function Draft({ desk }: { desk: AssessmentDesk }) {
  const may = useMay()('writeAssessment');
  const { missing, waiting } = desk;
  return (
    <Page
      above={
        <A to="/assessment" size="sm">
          Assessment
        </A>
      }
      title="The next version"
      about="Write it part by part and come back to it; each part is saved by itself. Once it is submitted two others read and approve it. Whoever writes in it does not approve it. No names of customers."
      actions={may && missing.length === 0 && waiting === null && <Submit desk={desk} />}
    >
      {waiting !== null && (
        <Text role="status">
          Version {waiting.version} waits for approval. What is written here goes into the version after it.
        </Text>
      )}
      {missing.length > 0 && (
        <Alert
          role="status"
          color="orange"
          icon={<IconAlertTriangle aria-hidden />}
          title="Before it can be submitted"
        >
          <List>
            {missing.map(missingPart).map(({ field, heading }) => (
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
                  {heading}
                </Anchor>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {sections.map((section) => (
        <Section key={section.title} section={section} desk={desk} mayWrite={may} />
      ))}
    </Page>
  );
}

interface SectionProps {
  section: (typeof sections)[number];
  desk: AssessmentDesk;
  mayWrite: boolean;
}

function Section({ section: { title, about, fields }, desk, mayWrite }: SectionProps) {
  const queries = useQueryClient();
  const parts = desk.parts.filter(({ field }) => fields.includes(field));
  const form = useForm<Record<string, string>>({
    initialValues: Object.fromEntries(parts.map(({ field, text }) => [field, text ?? ''])),
  });
  const save = useMutation({
    mutationFn: ({ reviewMonths, ...texts }: Record<string, string>) =>
      once<unknown>((signal) =>
        client.PATCH('/api/assessment/draft', {
          body: { ...texts, ...(reviewMonths ? { reviewMonths: Number(reviewMonths) } : {}) },
          signal,
        }),
      ),
    onSuccess: async () => {
      form.resetDirty();
      notifications.show({
        message: `${title}: saved.`,
        color: 'teal',
        closeButtonProps: { 'aria-label': 'Close' },
      });
      await queries.invalidateQueries({ queryKey: assessmentKey });
    },
  });
  return (
    <Paper component="section" withBorder p="md" radius="md" maw={800} aria-label={title}>
      <form
        onSubmit={form.onSubmit((values) => {
          // Only what was written here: somebody else may have written in the rest meanwhile.
          save.mutate(Object.fromEntries(Object.entries(values).filter(([field]) => form.isDirty(field))));
        })}
      >
        <Stack gap="md">
          <div>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text c="dimmed">{about}</Text>
          </div>
          {parts.map(({ field, heading }) =>
            field === 'reviewMonths' ? (
              <NumberInput
                key={field}
                id={field}
                label={heading}
                min={1}
                max={12}
                clampBehavior="strict"
                allowDecimal={false}
                readOnly={!mayWrite}
                maw={280}
                value={form.values[field] ?? ''}
                onChange={(value) => {
                  form.setFieldValue(field, String(value));
                }}
              />
            ) : (
              <Textarea
                key={field}
                id={field}
                label={heading}
                autosize
                minRows={3}
                maxLength={4000}
                readOnly={!mayWrite}
                {...form.getInputProps(field)}
              />
            ),
          )}
          <Problem error={save.error} />
          {mayWrite && (
            <Group className="no-print">
              <Button type="submit" variant="default" loading={save.isPending} disabled={!form.isDirty()}>
                Save this part
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Paper>
  );
}

function Submit({ desk: { inForce } }: { desk: AssessmentDesk }) {
  const navigate = useNavigate();
  const isFirst = inForce === null;
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Submit for approval</Button>}
      title="Submit for approval"
      about="Save every part first. The version stays as it is; two others, who have not written in it, approve it or send it back."
      initial={{ review: '' }}
      fields={(form) =>
        isFirst ? null : (
          <Textarea
            label="What the review found, and why there is another version"
            required
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            {...form.getInputProps('review')}
          />
        )
      }
      label="Submit"
      send={async ({ review }) => {
        await once((signal) =>
          client.POST('/api/assessment/submit', { body: { review: review.trim() || null }, signal }),
        );
        await navigate({ to: '/assessment' });
      }}
      changes={[assessmentKey]}
      done="It waits for two people to approve it."
    />
  );
}
