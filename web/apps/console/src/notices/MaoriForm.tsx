import { Button, Code, Group, List, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Refusal } from '@retailguard/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MaoriWord, NoticeDesk } from '../api/shapes';
import { client, once } from '../api/http';
import tableClasses from '../parts/DataTable.module.css';
import { Problem } from '../parts/Problem';
import { State } from '../parts/State';
import { day } from '../time';
import { plural } from '../words';
import { noticesKey } from './queries';

/** What the product puts into each gap of the text. */
const gaps: Record<string, string> = {
  store: 'the name of the store',
  storeAddress: 'the address of the store',
  page: 'the address of the store’s page for customers',
  legalName: 'the legal name',
  address: 'the address of who answers for it',
  role: 'the role that people can turn to',
  contact: 'phone and e-mail',
  assessment: 'where the assessment can be read',
  keptIn: 'the country where pictures are kept',
  alternative: 'the other way to shop',
  purposes: 'what somebody can be on the list for',
  floor: 'how alike two faces must be, of 100 points',
  confirmedDays: 'days that pictures of a confirmed alert are kept',
  offenderMonths: 'months that an offender is listed at most',
  accompliceMonths: 'months that somebody who helped is listed at most',
  kilometres: 'how far apart stores may be that share an entry',
  version: 'the number of the version',
  date: 'the day of publishing',
};

interface MaoriFormProps {
  words: MaoriWord[];
  review: NoticeDesk['review'];
  mayWrite: boolean;
}

const fieldOf = ({ key }: MaoriWord) => `own.${key}`;

/** R32: the product proposes each text; a named translator reads them all, and may put their own in its place. */
export function MaoriForm({ words, review, mayWrite }: MaoriFormProps) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (typed: FormData) => {
      const text = (name: string) => (typed.get(name) as string | null) ?? '';
      const own = words.map((word) => [word.key, text(fieldOf(word)).trim()] as const);
      return once<unknown>((signal) =>
        client.PUT('/api/notices/maori', {
          body: {
            own: Object.fromEntries(own.filter(([, words]) => words !== '')),
            by: text('by'),
            on: text('on'),
          },
          signal,
        }),
      );
    },
    onSuccess: async () => {
      notifications.show({
        message: 'The translator’s review is on record.',
        color: 'teal',
        closeButtonProps: { 'aria-label': 'Close' },
      });
      await queries.invalidateQueries({ queryKey: noticesKey });
    },
  });
  const wrong = save.error instanceof Refusal ? save.error.fields : {};
  const problemOf = (field: string) => wrong[field]?.join(' ').replaceAll(/\bown\.[\w.]+/g, 'The text');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(new FormData(event.currentTarget));
      }}
    >
      <Stack gap="md">
        <Group gap="sm">
          <State tone={review === null ? 'bad' : review.isCurrent ? 'good' : 'bad'}>
            {review === null ? 'Not read by a translator' : review.isCurrent ? 'Read' : 'Changed since'}
          </State>
          {review !== null && (
            <Text>
              Read by {review.by} on {day(`${review.on}T12:00:00Z`, 'UTC')}.
            </Text>
          )}
        </Group>
        <Text maw={760}>
          The product’s text is a proposal that awaits a licensed translator’s review. Where they would say it
          otherwise, write their words beside it; a blank field keeps the proposal. What stands in braces is a
          gap, and is to be kept as it is: the product fills it.
        </Text>
        <details>
          <summary>What each gap is filled with</summary>
          <List mt="xs" size="sm">
            {Object.entries(gaps).map(([gap, meaning]) => (
              <List.Item key={gap}>
                <Code>{`{${gap}}`}</Code> {meaning}
              </List.Item>
            ))}
          </List>
        </details>
        <Table
          role="table"
          aria-label="Words in te reo Māori"
          className={tableClasses.table}
          verticalSpacing="sm"
        >
          <Table.Thead role="rowgroup" className={tableClasses.head}>
            <Table.Tr role="row">
              {['English', 'Proposed', 'Own'].map((head) => (
                <Table.Th role="columnheader" key={head} w="33%">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {words.map((word) => (
              <Table.Tr role="row" key={word.key}>
                <Table.Td role="cell" data-label="English">
                  {word.english}
                </Table.Td>
                <Table.Td role="cell" data-label="Proposed" lang="mi-NZ">
                  {word.proposed}
                </Table.Td>
                <Table.Td role="cell" data-label="Own">
                  <Textarea
                    name={fieldOf(word)}
                    aria-label={`Own words for ${word.english.slice(0, 60)}`}
                    lang="mi-NZ"
                    defaultValue={word.own ?? ''}
                    error={problemOf(fieldOf(word))}
                    maxLength={1500}
                    readOnly={!mayWrite}
                    rows={Math.min(8, Math.ceil(word.proposed.length / 45))}
                    resize="vertical"
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {mayWrite && (
          <>
            <Group gap="md" align="flex-start">
              <TextInput
                id="maori"
                name="by"
                label="Translator"
                description="Name, and licence where they have one."
                required
                maxLength={120}
                w={{ base: '100%', xs: 360 }}
                defaultValue={review?.by ?? ''}
                error={problemOf('by')}
              />
              <TextInput
                name="on"
                type="date"
                label="Read on"
                description="The day on which they read all of it."
                required
                w={{ base: '100%', xs: 260 }}
                defaultValue={review?.on ?? ''}
                error={problemOf('on')}
              />
            </Group>
            {Object.keys(wrong).length === 0 ? (
              <Problem error={save.error} />
            ) : (
              <Text role="alert">
                Nothing was saved: {plural(Object.keys(wrong).length, 'field is', 'fields are')} marked above.
              </Text>
            )}
            <Group className="no-print">
              <Button type="submit" variant="default" loading={save.isPending}>
                Put the review on record
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </form>
  );
}
