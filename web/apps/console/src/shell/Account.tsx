import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconLogout, IconShieldLock } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client, once } from '../api/http';
import { Problem } from '../parts/Problem';
import { useSession } from '../session/session';
import { listed, roleName } from '../words';

/** Who is signed in, and the way out. */
export function Account() {
  const { person, tenant, store } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => once<unknown>((signal) => client.POST('/api/sign-out', { signal })),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
  });

  return (
    <Menu position="bottom-end" width={280} shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
          {person.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Text px="sm" pt="xs" fw={600}>
          {person.name}
        </Text>
        <Text px="sm" size="sm" c="dimmed">
          {listed(person.roles.map((role) => roleName[role]))}
        </Text>
        <Text px="sm" pb="xs" size="sm" c="dimmed">
          {store === null ? tenant.name : `${tenant.name}, ${store.name}`}
        </Text>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconShieldLock size={18} aria-hidden />}
          closeMenuOnClick
          onClick={() => {
            void navigate({ to: '/security' });
          }}
        >
          Your sign-in
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} aria-hidden />}
          disabled={signOut.isPending}
          onClick={() => {
            signOut.mutate();
          }}
        >
          Sign out
        </Menu.Item>
        <Problem error={signOut.error} />
      </Menu.Dropdown>
    </Menu>
  );
}
