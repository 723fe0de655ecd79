import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { client, once } from '../api/http';
import { save } from '../parts/save';
import { Problem } from '../parts/Problem';

const papers = ['a4', 'a3', 'a2'] as const;

const others = {
  checkout: 'Notice at the checkout',
  handout: 'Handout',
  announcement: 'Announcement',
  staffcard: 'Card for staff',
  policy: 'Policy',
};

interface Sheet {
  name: string;
  load: (signal: AbortSignal) => ReturnType<typeof poster> | ReturnType<typeof other>;
}

const poster = (entrance: string, paper: (typeof papers)[number], large: boolean, signal: AbortSignal) =>
  client.GET('/api/entrances/{entrance}/poster.pdf', {
    params: { path: { entrance }, query: { paper, large } },
    parseAs: 'blob',
    signal,
  });

const other = (store: string, kind: string, signal: AbortSignal) =>
  client.GET('/api/stores/{store}/notices/{kind}.pdf', {
    params: { path: { store, kind } },
    parseAs: 'blob',
    signal,
  });

interface PrintProps {
  place: string;
  store: string;
  /** Without one only what hangs inside. */
  entrance: string | null;
  /** In a row of a table. */
  small?: boolean;
}

/** The notices of the version in force, as files to print. */
export function Print({ place, store, entrance, small = false }: PrintProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const print = useMutation({
    mutationFn: async ({ name, load }: Sheet) => {
      save(`${name}.pdf`, await once<Blob>(load));
    },
  });
  const sheet = (label: string, name: string, load: Sheet['load']) => (
    <Button
      key={name}
      variant="default"
      loading={print.isPending && print.variables.name === name}
      onClick={() => {
        print.mutate({ name, load });
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      <Button
        size={small ? 'compact-sm' : 'sm'}
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        aria-label={`Print for ${place}`}
        onClick={open}
      >
        Print
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Print for ${place}`} size="lg">
        <Stack gap="md">
          {entrance !== null && (
            <>
              <Text>Poster, outside the entrance, at eye height:</Text>
              <Group gap="sm">
                {papers.map((paper) =>
                  sheet(`Poster ${paper.toUpperCase()}`, `poster-${paper}`, (signal) =>
                    poster(entrance, paper, false, signal),
                  ),
                )}
                {sheet('Poster in large print', 'poster-large', (signal) =>
                  poster(entrance, 'a4', true, signal),
                )}
              </Group>
            </>
          )}
          <Text>In the store:</Text>
          <Group gap="sm">
            {Object.entries(others).map(([kind, label]) =>
              sheet(label, kind, (signal) => other(store, kind, signal)),
            )}
          </Group>
          <Problem error={print.error} />
        </Stack>
      </Modal>
    </>
  );
}
