import { Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Refusal } from '@retailguard/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client, once } from '../api/http';
import type { NoticeParticulars } from '../api/shapes';
import { Problem } from '../parts/Problem';
import { noticesKey } from './queries';
import { aboutField, fieldName } from './standing';

const valuesOf = ({ hasAlternative, ...texts }: NoticeParticulars) => ({
  legalName: texts.legalName ?? '',
  address: texts.address ?? '',
  contactRole: texts.contactRole ?? '',
  contactRoleMaori: texts.contactRoleMaori ?? '',
  phone: texts.phone ?? '',
  email: texts.email ?? '',
  assessment: texts.assessment ?? '',
  keptIn: texts.keptIn ?? '',
  hasAlternative: hasAlternative == null ? '' : hasAlternative ? 'yes' : 'no',
  alternative: texts.alternative ?? '',
  alternativeMaori: texts.alternativeMaori ?? '',
});

type Values = ReturnType<typeof valuesOf>;

/** As the API has it: what is left out is null, and a way that there is not has no words. */
function particularsOf({ hasAlternative, alternative, alternativeMaori, ...texts }: Values) {
  const filled = Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [field, text.trim() || null]),
  );
  const hasOne = hasAlternative === 'yes';
  return {
    ...filled,
    hasAlternative: hasAlternative === '' ? null : hasOne,
    alternative: (hasOne && alternative.trim()) || null,
    alternativeMaori: (hasOne && alternativeMaori.trim()) || null,
  };
}

const help: Partial<Record<keyof Values, string>> = {
  legalName: 'The company that answers for it, as the register has it.',
  contactRole: 'A role, not a person: privacy officer.',
  phone: 'A phone number or an e-mail address is needed; both are better.',
  assessment: 'An address on the web, or a place where people can read it.',
};

const longest: Partial<Record<keyof Values, number>> = {
  legalName: 120,
  address: 200,
  contactRole: 60,
  contactRoleMaori: 60,
  phone: 40,
  email: 120,
  assessment: 200,
  keptIn: 60,
};

/** R32: may be saved half-written, and come back to. */
export function ParticularsForm({ draft, mayWrite }: { draft: NoticeParticulars; mayWrite: boolean }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: valuesOf(draft) });
  const save = useMutation({
    mutationFn: (values: Values) =>
      once<unknown>((signal) => client.PUT('/api/notices/draft', { body: particularsOf(values), signal })),
    onSuccess: async () => {
      form.resetDirty();
      notifications.show({
        message: 'The draft is saved.',
        color: 'teal',
        closeButtonProps: { 'aria-label': 'Close' },
      });
      await queries.invalidateQueries({ queryKey: noticesKey });
    },
    onError: (error) => {
      if (!(error instanceof Refusal)) return;
      for (const [field, sentences] of Object.entries(error.fields)) {
        if (field in form.values) {
          form.setFieldError(field, sentences.map((one) => aboutField(one).sentence).join(' '));
        }
      }
    },
  });
  const text = (field: keyof Values) => (
    <TextInput
      id={field}
      label={fieldName[field]}
      description={help[field]}
      maxLength={longest[field]}
      readOnly={!mayWrite}
      {...form.getInputProps(field)}
    />
  );
  const isOfFields = save.error instanceof Refusal && Object.keys(save.error.fields).length > 0;
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        save.mutate(values);
      })}
    >
      <Stack gap="md">
        {text('legalName')}
        {text('address')}
        {text('contactRole')}
        {text('contactRoleMaori')}
        {text('phone')}
        {text('email')}
        {text('assessment')}
        {text('keptIn')}
        <Radio.Group label={fieldName.hasAlternative} {...form.getInputProps('hasAlternative')}>
          <Stack gap="xs" mt="xs">
            <Radio
              id="hasAlternative"
              value="yes"
              label="There is a way to shop without being scanned"
              disabled={!mayWrite}
            />
            <Radio value="no" label="There is none" disabled={!mayWrite} />
          </Stack>
        </Radio.Group>
        {form.values.hasAlternative === 'yes' && (
          <>
            {(['alternative', 'alternativeMaori'] as const).map((field) => (
              <Textarea
                key={field}
                id={field}
                label={fieldName[field]}
                description={
                  field === 'alternative'
                    ? 'As a sentence: Use the entrance on the west side, which has no camera.'
                    : undefined
                }
                autosize
                minRows={2}
                maxLength={300}
                readOnly={!mayWrite}
                {...form.getInputProps(field)}
              />
            ))}
          </>
        )}
        {isOfFields ? null : <Problem error={save.error} />}
        {mayWrite && (
          <Group className="no-print">
            <Button type="submit" variant="default" loading={save.isPending}>
              Save the draft
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
