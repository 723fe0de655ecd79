import { Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { jurisdictionsQuery } from './jurisdictions';

const zones = Intl.supportedValuesOf('timeZone');

export function StoreFields<
  T extends { name: string; address: string; timeZone: string; jurisdiction: string },
>({ form }: { form: UseFormReturnType<T> }) {
  const jurisdictions = useQuery(jurisdictionsQuery).data ?? [];
  const chosen = jurisdictions.find(({ code }) => code === form.values.jurisdiction);
  return (
    <>
      <TextInput label="Name" required maxLength={80} data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label="Address"
        description="It stands on notices and on the card for somebody who disputes an alert."
        required
        maxLength={200}
        {...form.getInputProps('address')}
      />
      <Select
        label="Time zone"
        required
        searchable
        limit={50}
        allowDeselect={false}
        data={zones}
        {...form.getInputProps('timeZone')}
      />
      <Select
        label="Country"
        description={
          chosen === undefined || chosen.standing === 'allowed'
            ? 'Whose law holds in the store.'
            : `Nobody will be matched in this store: ${chosen.law}. It would need: ${chosen.needs.join('; ')}. For a lawyer to check.`
        }
        required
        allowDeselect={false}
        data={jurisdictions.map(({ code, name }) => ({ value: code, label: name }))}
        {...form.getInputProps('jurisdiction')}
      />
    </>
  );
}
