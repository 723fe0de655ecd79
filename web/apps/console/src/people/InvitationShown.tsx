import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { Invitation } from '../api/shapes';
import { QrCode } from '../parts/QrCode';
import { When } from '../parts/When';

/** What came of inviting somebody: it is on its way to them alone, or shown once to be printed. */
export function InvitationShown({
  name,
  invitation: { code, sentTo, expiresAt },
  close,
}: {
  name: string;
  invitation: Invitation;
  close: () => void;
}) {
  if (code === null)
    return (
      <Stack>
        <Text>
          The invitation goes to {sentTo} by mail, and nobody else sees its code. It works once, until{' '}
          <When at={expiresAt} />.
        </Text>
        <Group justify="flex-end">
          <Button onClick={close}>Done</Button>
        </Group>
      </Stack>
    );
  // After the #, so that it reaches no log on its way.
  const link = `${location.origin}/console/invitation#${code}`;
  return (
    <Stack>
      <Text>
        This invitation is shown once. Give it to {name} alone, on paper or by e-mail. With it they choose
        their password: in a browser by the link, or on a tablet of their store by the code.
      </Text>
      <Group gap="xl">
        <QrCode link={link} alt={`QR code that opens the invitation of ${name}`} />
        <Stack gap="xs">
          <Text fz={28} fw={700} style={{ letterSpacing: '0.03em' }}>
            {code}
          </Text>
          <Text>
            It works once, until <When at={expiresAt} />.
          </Text>
        </Stack>
      </Group>
      <Code block>{link}</Code>
      <Group justify="flex-end" className="no-print">
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          onClick={() => {
            print();
          }}
        >
          Print
        </Button>
        <Button onClick={close}>Done</Button>
      </Group>
    </Stack>
  );
}
