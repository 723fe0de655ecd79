import { Button, FileInput, Group, Paper, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Refusal } from '@retailguard/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { storeChoices, useStores } from '../api/directory';
import { client, once } from '../api/http';
import type { Attestation, Basis, Category, EntryRequest, EntryRole } from '../api/shapes';
import { asks } from '../criteria/compare';
import { criteriaQuery } from '../criteria/queries';
import { A } from '../parts/A';
import { Attestations } from '../parts/Attestation';
import { Page } from '../parts/Page';
import { Problem } from '../parts/Problem';
import { basisName, categoryName, choices, entryRoleName } from '../words';
import { Expected } from './Expected';
import { Harm } from './LookAgain';
import { watchlistKey } from './queries';

const mostPhotos = 3;

const initial = {
  storeId: '',
  label: '',
  category: null as Category | null,
  role: 'offender' as EntryRole,
  incidentAt: '',
  evidence: '',
  basis: null as Basis | null,
  summary: '',
  expiresAt: '',
  adult: '' as Attestation | '',
  vulnerable: '' as Attestation | '',
  photo: [] as File[],
  harmValue: '' as number | string,
  harmIncidents: '' as number | string,
};

/** The API's own shapes for what the form holds. */
function requestOf({
  category,
  basis,
  adult,
  vulnerable,
  incidentAt,
  expiresAt,
  photo,
  harmValue,
  harmIncidents,
  ...rest
}: typeof initial) {
  const entry = {
    ...rest,
    category,
    harmValue: harmValue === '' ? null : harmValue,
    harmIncidents: harmIncidents === '' ? null : harmIncidents,
    basis,
    adult: adult || null,
    vulnerable: vulnerable || null,
    incidentAt: new Date(`${incidentAt}T00:00`).toISOString(),
    expiresAt: new Date(`${expiresAt}T23:59`).toISOString(),
  };
  const form = new FormData();
  form.append('entry', JSON.stringify(entry));
  for (const file of photo) form.append('photo', file);
  return form;
}

/** R9–R12: one to three photographs and the reasons, for one store. Another person must approve. */
export function ProposePage() {
  const stores = useStores().filter(({ closedAt }) => closedAt === null);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: initial,
    validate: {
      photo: (files) =>
        files.length >= 1 && files.length <= mostPhotos ? null : `Choose 1 to ${mostPhotos} photographs.`,
      adult: (answer) => (answer === '' ? 'Answer this.' : null),
      vulnerable: (answer) => (answer === '' ? 'Answer this.' : null),
    },
  });
  const propose = useMutation({
    mutationFn: (values: typeof initial) =>
      once((signal) =>
        client.POST('/api/entries', {
          // The form has the parts; the types only name them.
          body: { entry: {} as EntryRequest, photo: [] },
          bodySerializer: () => requestOf(values),
          signal,
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: watchlistKey });
      notifications.show({
        message: 'Proposed. Somebody else must approve it.',
        color: 'teal',
        closeButtonProps: { 'aria-label': 'Close' },
      });
      await navigate({ to: '/watchlist/$entry', params: { entry: id } });
    },
    onError: (error) => {
      if (!(error instanceof Refusal)) return;
      for (const [field, sentences] of Object.entries(error.fields)) {
        if (field in initial) form.setFieldError(field, sentences.join(' '));
      }
    },
  });
  const only = stores.length === 1 ? stores[0]?.id : undefined;
  const chosen = form.values.storeId || only;
  const criteria = useQuery(criteriaQuery).data?.versions[0]?.criteria;
  const rule = criteria?.categories.find(({ category }) => category === form.values.category);

  return (
    <Page
      above={
        <A to="/watchlist" size="sm">
          Watchlist
        </A>
      }
      title="Propose an entry"
      about="For somebody who has seriously harmed staff or the store. Somebody independent of you must approve it before it matches anybody."
    >
      <Paper withBorder p="lg" maw={760} radius="md">
        <form
          onSubmit={form.onSubmit((values) => {
            if (!propose.isPending) propose.mutate({ ...values, storeId: values.storeId || (only ?? '') });
          })}
        >
          <Stack gap="md">
            <Select
              label="Store"
              description="One entry is for one store’s list."
              required
              searchable
              data={storeChoices(stores)}
              {...form.getInputProps('storeId')}
              value={form.values.storeId || (only ?? null)}
            />
            {chosen !== undefined && <Expected store={chosen} />}
            <TextInput
              label="What staff will call the entry"
              description="No name: “Subject A”."
              required
              maxLength={80}
              {...form.getInputProps('label')}
            />
            <FileInput
              label="Photographs"
              description="One to three of the face from the front, sharp and well lit. More pictures miss the person less often."
              required
              multiple
              clearable
              accept="image/jpeg,image/png,image/webp,image/avif"
              placeholder="Choose files"
              clearButtonProps={{ 'aria-label': 'No photographs' }}
              {...form.getInputProps('photo')}
            />
            <Group grow align="flex-start">
              <Select
                label="For"
                required
                data={choices(categoryName)}
                {...form.getInputProps('category')}
                onChange={(category) => {
                  form.setValues({ category: category as Category | null, harmValue: '', harmIncidents: '' });
                }}
              />
              <Select
                label="Part in it"
                description="An accomplice is listed for three months at most."
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                required
                allowDeselect={false}
                data={choices(entryRoleName)}
                {...form.getInputProps('role')}
              />
            </Group>
            {rule !== undefined && (
              <>
                <Text size="sm" c="dimmed" role="status">
                  {rule.text} {asks(rule)}. <A to="/criteria">The criteria</A>
                </Text>
                {rule.isEnrolled && (rule.leastValue !== null || rule.leastIncidents !== null) && (
                  <Harm
                    rule={rule}
                    value={form.getInputProps('harmValue')}
                    incidents={form.getInputProps('harmIncidents')}
                  />
                )}
              </>
            )}
            <Group grow align="flex-start">
              <TextInput
                type="date"
                label="Day of the incident"
                required
                {...form.getInputProps('incidentAt')}
              />
              <TextInput
                type="date"
                label="Ends"
                description={`${rule?.mostMonths ?? 24} months after the incident at most.`}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                required
                {...form.getInputProps('expiresAt')}
              />
            </Group>
            <Textarea
              label="What happened"
              description="Shown to the people who act on a confirmed alert. Nothing about health, ethnicity or beliefs."
              required
              autosize
              minRows={3}
              maxLength={1000}
              {...form.getInputProps('summary')}
            />
            <Group grow align="flex-start">
              <Select label="Rests on" required data={choices(basisName)} {...form.getInputProps('basis')} />
              <TextInput
                label="Where the evidence lies"
                placeholder="Case file 12-2026"
                required
                maxLength={400}
                {...form.getInputProps('evidence')}
              />
            </Group>
            <Attestations inputProps={form.getInputProps} />
            {propose.error instanceof Refusal && Object.keys(propose.error.fields).length > 0 ? (
              <Text c="var(--mantine-color-error)" role="alert">
                Not proposed: see the fields above.
              </Text>
            ) : (
              <Problem error={propose.error} />
            )}
            <Group justify="flex-end">
              <Button type="submit" loading={propose.isPending}>
                Propose
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
