import {
  AppShell,
  Burger,
  Group,
  NavLink as MantineNavLink,
  type NavLinkProps,
  ScrollArea,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { createLink, Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { type ComponentPropsWithRef, useEffect, useRef } from 'react';
import { useMay, useSession } from '../session/session';
import { Account } from './Account';
import { ColorSchemeButton } from './ColorSchemeButton';
import { groupsFor } from './navigation';
import { NotYours } from './NotYours';
import classes from './Shell.module.css';

type LinkProps = NavLinkProps & Omit<ComponentPropsWithRef<'a'>, keyof NavLinkProps>;
const NavLink = createLink((props: LinkProps) => <MantineNavLink {...props} />);

/** The frame of every page: where one can go, who is signed in, and the page. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  const may = useMay();
  const { tenant } = useSession();
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });

  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    close();
    // A new page is read from its beginning, by keyboard and screen reader too.
    main.current?.focus({ preventScroll: true });
  }, [pathname, close]);

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 236, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="lg"
      classNames={{ main: classes.main ?? '', navbar: classes.navbar ?? '', header: classes.header ?? '' }}
    >
      <AppShell.Header>
        <a className="skip" href="#page">
          Skip to the page
        </a>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={isOpen}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={isOpen ? 'Close the menu' : 'Open the menu'}
            aria-expanded={isOpen}
          />
          <Text fw={700} size="lg">
            RetailGuard
          </Text>
          <Text c="dimmed" truncate visibleFrom="xs">
            {tenant.name}
          </Text>
          <Group ml="auto" gap="xs" wrap="nowrap">
            <ColorSchemeButton />
            <Account />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Tasks">
        <ScrollArea>
          {groupsFor(may).map(({ title, places }) => (
            <div key={title} className={classes.group}>
              <Text size="xs" fw={600} c="dimmed" className={classes.title}>
                {title}
              </Text>
              {places.map(({ to, label, icon: Icon }) => (
                <NavLink
                  key={to}
                  to={to}
                  label={label}
                  leftSection={<Icon size={20} aria-hidden />}
                  active={pathname === to || pathname.startsWith(`${to}/`)}
                  className={classes.place}
                />
              ))}
            </div>
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main ref={main} id="page" tabIndex={-1}>
        {needs !== undefined && !may(needs) ? <NotYours /> : <Outlet />}
      </AppShell.Main>
    </AppShell>
  );
}
