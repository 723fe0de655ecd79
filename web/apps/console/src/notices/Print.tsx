import { Button, Menu, Stack } from '@mantine/core';
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
}

/** The notices of the version in force, as files to print. */
export function Print({ place, store, entrance }: PrintProps) {
  const print = useMutation({
    mutationFn: async ({ name, load }: Sheet) => {
      save(`${name}.pdf`, await once<Blob>(load));
    },
  });
  const item = (label: string, name: string, load: Sheet['load']) => (
    <Menu.Item
      key={name}
      onClick={() => {
        print.mutate({ name, load });
      }}
    >
      {label}
    </Menu.Item>
  );
  return (
    <Stack gap="xs">
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-sm"
            variant="default"
            w="fit-content"
            leftSection={<IconPrinter size={16} aria-hidden />}
            aria-label={`Print for ${place}`}
            loading={print.isPending}
          >
            Print
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {entrance !== null && (
            <>
              <Menu.Label>Poster, outside the entrance</Menu.Label>
              {papers.map((paper) =>
                item(`Poster ${paper.toUpperCase()}`, `poster-${paper}`, (signal) =>
                  poster(entrance, paper, false, signal),
                ),
              )}
              {item('Poster in large print', 'poster-large', (signal) =>
                poster(entrance, 'a4', true, signal),
              )}
              <Menu.Divider />
            </>
          )}
          <Menu.Label>In the store</Menu.Label>
          {Object.entries(others).map(([kind, label]) =>
            item(label, kind, (signal) => other(store, kind, signal)),
          )}
        </Menu.Dropdown>
      </Menu>
      <Problem error={print.error} />
    </Stack>
  );
}
