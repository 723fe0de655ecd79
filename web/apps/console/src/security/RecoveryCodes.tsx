import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';

/** Shown once, after the first second factor; null where the person has some already. */
export function RecoveryCodes({ codes, close }: { codes: string[] | null; close: () => void }) {
  return (
    <Stack>
      {codes === null ? (
        <Text>It is set up.</Text>
      ) : (
        <>
          <Text>
            It is set up. These codes are shown once. Each signs you in once when your phone is lost: keep
            them on paper, apart from the phone.
          </Text>
          <Code block fz="md">
            {codes.join('\n')}
          </Code>
        </>
      )}
      <Group justify="flex-end" className="no-print">
        {codes !== null && (
          <CopyButton value={codes.join('\n')}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        )}
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  );
}
