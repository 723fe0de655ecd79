import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

/** What narrows a list down; all of it is in the address. */
export function Filters({ children }: { children: ReactNode }) {
  return (
    <Group role="search" gap="sm" align="flex-end" className="no-print">
      {children}
    </Group>
  );
}

/** What is typed goes to the address when the typing pauses. */
export function SearchField({
  label = 'Search',
  value,
  onChange,
}: {
  label?: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value ?? '');
  const settle = useDebouncedCallback((words: string) => {
    onChange(words.trim() || undefined);
  }, 200);
  return (
    <TextInput
      type="search"
      label={label}
      w={{ base: '100%', xs: 240 }}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        settle(currentTarget.value);
      }}
    />
  );
}

export function ChoiceField<T extends string>({
  label,
  all,
  data,
  value,
  onChange,
}: {
  label: string;
  /** What no choice is called. */
  all: string;
  data: { value: T; label: string }[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}) {
  return (
    <Select
      label={label}
      placeholder={all}
      w={{ base: '100%', xs: 200 }}
      clearable
      clearButtonProps={{ 'aria-label': `${label}: ${all}` }}
      searchable={data.length > 8}
      // An address may name what is not offered.
      data={
        value === undefined || data.some((known) => known.value === value)
          ? data
          : [...data, { value, label: value }]
      }
      value={value ?? null}
      onChange={(chosen) => {
        onChange(chosen ?? undefined);
      }}
    />
  );
}
