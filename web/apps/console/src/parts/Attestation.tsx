import { Group, Radio } from '@mantine/core';

interface AttestationFieldProps {
  label: string;
  about: string;
  onChange: (answer: string) => void;
}

/** R11: an answer that somebody gives about a person. None is filled in. */
export function AttestationField({ about, ...group }: AttestationFieldProps) {
  return (
    <Radio.Group {...group} description={about} withAsterisk>
      <Group mt="xs">
        <Radio value="yes" label="Yes" />
        <Radio value="no" label="No" />
        <Radio value="unsure" label="Unsure" />
      </Group>
    </Radio.Group>
  );
}

/** Both attestations of an enrolment. */
export function Attestations({
  inputProps,
}: {
  inputProps: (field: 'adult' | 'vulnerable') => { onChange: (answer: string) => void };
}) {
  return (
    <>
      <AttestationField
        label="Is this person surely an adult?"
        about="Who may be under 18 is never listed."
        {...inputProps('adult')}
      />
      <AttestationField
        label="May this person be vulnerable?"
        about="Who may be vulnerable is never listed: somebody in distress, with dementia, or without capacity."
        {...inputProps('vulnerable')}
      />
    </>
  );
}
