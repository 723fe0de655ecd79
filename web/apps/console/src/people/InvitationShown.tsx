import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { InvitationCode } from '../api/shapes';
import { QrCode } from '../parts/QrCode';
import { When } from '../parts/When';

/** An invitation, once: to be printed, or sent to its owner alone. */
export function InvitationShown({
  name,
  invitation: { code, expiresAt },
  close,
}: {
  name: string;
  invitation: InvitationCode;
  close: () => void;
}) {
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
