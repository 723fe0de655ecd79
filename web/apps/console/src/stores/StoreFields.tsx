import { Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';

const zones = Intl.supportedValuesOf('timeZone');

export function StoreFields<T extends { name: string; address: string; timeZone: string }>({
  form,
}: {
  form: UseFormReturnType<T>;
}) {
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
    </>
  );
}
