import { Button, Loader, Modal, Progress, Stack, Table, Text } from '@mantine/core';
import { IconTargetArrow } from '@tabler/icons-react';
import { type Api, type DrillWeek, Refusal } from '@retailguard/api';
import { useState } from 'react';
import { Problem } from '../sign-in/Problem';
import { fullDate } from '../text/time';
import { useMessages } from '../text/useMessages';
import classes from './Idle.module.css';

/** R48: how the store's people did in drills, week by week. For its managers; says nothing of drills to come. */
export function DrillTrend({ api, storeId }: { api: Api; storeId: string }) {
  const m = useMessages();
  const [open, setOpen] = useState(false);
  const [weeks, setWeeks] = useState<DrillWeek[] | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);

  async function look() {
    setOpen(true);
    setProblem(null);
    try {
      setWeeks((await api.drillScores(storeId)).weeks);
    } catch (error) {
      setProblem(Refusal.in(error));
    }
  }

  const done = weeks?.filter(({ drills }) => drills > 0) ?? [];
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTargetArrow aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => void look()}
      >
        {m.drills.open}
      </Button>
      <Modal.Root
        opened={open}
        onClose={() => {
          setOpen(false);
        }}
        size="lg"
        centered
      >
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body p="xl">
            <Stack gap="lg">
              <Modal.Title className={classes.dialogTitle}>{m.drills.title}</Modal.Title>
              <Problem text={problem} />
              {problem === null && weeks === null && <Loader aria-label={m.idle.loading} />}
              {weeks !== null && done.length === 0 && <Text size="lg">{m.drills.none}</Text>}
              {done.length > 0 && <Weeks weeks={done} />}
              <Button
                data-autofocus
                onClick={() => {
                  setOpen(false);
                }}
              >
                {m.drills.done}
              </Button>
            </Stack>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

function Weeks({ weeks }: { weeks: DrillWeek[] }) {
  const m = useMessages();
  return (
    <Table fz="lg" verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{m.drills.week}</Table.Th>
          <Table.Th scope="col">{m.drills.right}</Table.Th>
          <Table.Th scope="col">{m.drills.missed}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {weeks.map(({ weekStart, drills, correct, missed }) => (
          <Table.Tr key={weekStart}>
            <Table.Th scope="row">{fullDate(weekStart, 'UTC', m)}</Table.Th>
            <Table.Td className={classes.rightOf ?? ''}>
              {m.drills.rightOf(correct, drills)}
              <Progress value={(100 * correct) / drills} aria-hidden />
            </Table.Td>
            <Table.Td>{missed}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
