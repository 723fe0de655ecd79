import { MultiSelect } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { storeChoices, useStores } from '../api/directory';
import type { Role } from '../api/shapes';
import { choices, roleName } from '../words';

interface Place {
  roles: Role[];
  storeIds: string[];
}

/** What somebody may do, and where. */
export function PlaceFields<T extends Place>({ form }: { form: UseFormReturnType<T> }) {
  const stores = useStores();
  return (
    <>
      <MultiSelect
        label="Roles"
        required
        data={choices(roleName)}
        clearButtonProps={{ 'aria-label': 'No roles' }}
        {...form.getInputProps('roles')}
      />
      <MultiSelect
        label="Stores"
        description="Store staff and managers work in at least one. Head office needs none: it reaches every store."
        searchable
        data={storeChoices(stores)}
        {...form.getInputProps('storeIds')}
      />
    </>
  );
}
