import { Modal, Stack, Text } from '@mantine/core';
import { WorkingButton } from '../device/WorkingButton';
import { useMessages } from '../text/useMessages';
import classes from './StillThere.module.css';

/** Seconds before the automatic sign-out at which the tablet asks. */
const warnAt = 30;

export function StillThere(props: {
  /** Seconds left; null while the server's clock is not known. */
  left: number | null;
  onStay: () => Promise<void>;
  onSignOut: () => Promise<void>;
}) {
  const m = useMessages();
  const { left } = props;
  return (
    <Modal.Root
      opened={left !== null && left > 0 && left <= warnAt}
      onClose={() => void props.onStay()}
      centered
    >
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="xl">
          <Stack gap="lg">
            <Modal.Title className={classes.title}>{m.staySignedIn.title}</Modal.Title>
            <Text size="xl">{m.staySignedIn.text(left ?? 0)}</Text>
            <WorkingButton data-autofocus act={props.onStay}>
              {m.staySignedIn.stay}
            </WorkingButton>
            <WorkingButton variant="default" act={props.onSignOut}>
              {m.idle.signOut}
            </WorkingButton>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
