import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { camerasQuery, changesQuery, storesQuery } from '../api/directory';
import { client, once } from '../api/http';
import type { Camera, Store } from '../api/shapes';
import { ChangeLines } from '../changes/ChangeLines';
import { A } from '../parts/A';
import { Action, ReasonField } from '../parts/Action';
import { type Column, DataTable } from '../parts/DataTable';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { Missing } from '../shell/Missing';
import { haltOf, haltOfAll } from './halts';
import { jurisdictionsQuery } from './jurisdictions';
import { useHalts } from './matching';
import { MatchingSwitch, Stopped } from './MatchingSwitch';
import { standingName, standingOf, standingTone } from './standing';
import { FalseAlerts } from './FalseAlerts';
import { StoreFields } from './StoreFields';

const route = getRouteApi('/inside/stores/$store');

export function StorePage() {
  const { store: id } = route.useParams();
  const stores = useQuery(storesQuery);
  return (
    <Loaded query={stores}>
      {(all) => {
        const store = all.find((one) => one.id === id);
        return store === undefined ? <Missing /> : <Known store={store} />;
      }}
    </Loaded>
  );
}

function Known({ store }: { store: Store }) {
  const may = useMay();
  const halts = useHalts();
  const jurisdictions = useQuery(jurisdictionsQuery).data ?? [];
  const own = haltOf(halts, store.id);
  const all = haltOfAll(halts);
  const standing = standingOf(store, halts);
  const target = { scope: 'store', id: store.id, name: store.name } as const;
  const isOpen = store.closedAt === null;
  return (
    <Page
      above={
        <A to="/stores" size="sm">
          Stores and cameras
        </A>
      }
      title={store.name}
      actions={<State tone={standingTone[standing]}>{standingName[standing]}</State>}
    >
      {all !== undefined && <Stopped halt={all} name="every store" />}
      {own !== undefined && (
        <Stopped halt={own} name={store.name}>
          {may('stopMatching') && <MatchingSwitch target={target} halt={own} />}
        </Stopped>
      )}
      <Facts
        facts={[
          ['Address', store.address],
          ['Time zone', store.timeZone],
          [
            'Country',
            jurisdictions.find(({ code }) => code === store.jurisdiction)?.name ?? store.jurisdiction,
          ],
          [
            'Page for the poster',
            <Anchor key="portal" href={`/privacy/${store.id}`} target="_blank">
              What people may ask about themselves
            </Anchor>,
          ],
          ...(store.closedAt === null
            ? []
            : [['Closed since', <When key="at" at={store.closedAt} zone={store.timeZone} />] as const]),
        ]}
      />
      <Group className="no-print">
        {may('manageStores') && <Change store={store} />}
        {may('stopMatching') && isOpen && own === undefined && (
          <MatchingSwitch target={target} halt={undefined} />
        )}
        {may('manageStores') && <Close store={store} />}
      </Group>
      {may('seeFalseAlerts') && isOpen && <FalseAlerts store={store} />}
      <Cameras store={store} />
      {may('seeChanges') && <History store={store} />}
    </Page>
  );
}

const changedOf = (store: Store) => [storesQuery.queryKey, changesQuery(store.id).queryKey];

function Change({ store }: { store: Store }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Change name, address, time zone or country
        </Button>
      )}
      title={`Change ${store.name}`}
      initial={{
        reason: '',
        name: store.name,
        address: store.address,
        timeZone: store.timeZone,
        jurisdiction: store.jurisdiction,
      }}
      fields={(form) => (
        <>
          <StoreFields form={form} />
          <ReasonField form={form} />
        </>
      )}
      label="Change"
      send={({ reason, name, address, timeZone, jurisdiction }) =>
        once<unknown>((signal) =>
          client.PATCH('/api/stores/{store}', {
            params: { path: { store: store.id } },
            body: {
              reason,
              name: name === store.name ? null : name,
              address: address === store.address ? null : address,
              timeZone: timeZone === store.timeZone ? null : timeZone,
              jurisdiction: jurisdiction === store.jurisdiction ? null : jurisdiction,
            },
            signal,
          }),
        )
      }
      changes={changedOf(store)}
      done="The change is saved."
    />
  );
}

function Close({ store }: { store: Store }) {
  const isClosed = store.closedAt !== null;
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          {isClosed ? 'Reopen the store' : 'Close the store'}
        </Button>
      )}
      title={isClosed ? `Reopen ${store.name}` : `Close ${store.name}`}
      about={
        isClosed
          ? 'Its people may sign in again, and its machines are known again. It matches as soon as everything that matching needs is in order.'
          : 'Nobody is looked for in it from now on, whoever is signed in there is signed out, and its tablets and connector stop working. Its list and its record stay.'
      }
      initial={{ reason: '' }}
      fields={(form) => <ReasonField form={form} />}
      label={isClosed ? 'Reopen the store' : 'Close the store'}
      danger={!isClosed}
      send={(body) =>
        once<unknown>((signal) =>
          client.POST(isClosed ? '/api/stores/{store}/reopen' : '/api/stores/{store}/close', {
            params: { path: { store: store.id } },
            body,
            signal,
          }),
        )
      }
      changes={changedOf(store)}
      done={isClosed ? 'The store is open.' : 'The store is closed.'}
    />
  );
}

function Cameras({ store }: { store: Store }) {
  const cameras = useQuery(camerasQuery(store.id));
  const may = useMay();
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Cameras
        </Title>
        {may('manageStores') && <AddCamera store={store} />}
      </Group>
      <Loaded query={cameras}>{(all) => <CameraList store={store} all={all} />}</Loaded>
    </Stack>
  );
}

function CameraList({ store, all }: { store: Store; all: Camera[] }) {
  const halts = useHalts();
  const may = useMay();
  const mayManage = may('manageStores');
  const mayStop = may('stopMatching');
  const columns = useMemo<Column<Camera>[]>(
    () => [
      { id: 'name', header: 'Place', accessorFn: ({ name }) => name },
      {
        id: 'state',
        header: 'State',
        cell: ({ row: { original } }) => {
          const halt = haltOf(halts, original.id);
          if (original.disabledAt !== null) {
            return (
              <Group gap={6}>
                <State tone="over">Out of use</State>
                <When at={original.disabledAt} zone={store.timeZone} />
              </Group>
            );
          }
          return halt === undefined ? (
            <State tone="good">In use</State>
          ) : (
            <Group gap={6}>
              <State tone="bad">Matching stopped</State>
              <span>“{halt.reason}”</span>
            </Group>
          );
        },
      },
      ...(mayManage || mayStop
        ? [
            {
              id: 'actions',
              header: 'Actions',
              cell: ({ row: { original } }) => (
                <Group gap="xs">
                  {mayStop && original.disabledAt === null && (
                    <MatchingSwitch
                      size="compact-sm"
                      target={{ scope: 'camera', id: original.id, name: original.name }}
                      halt={haltOf(halts, original.id)}
                    />
                  )}
                  {mayManage && <CameraActions store={store} camera={original} />}
                </Group>
              ),
            } satisfies Column<Camera>,
          ]
        : []),
    ],
    [halts, mayManage, mayStop, store],
  );
  return (
    <DataTable
      label="Cameras"
      columns={columns}
      rows={all}
      rowKey={({ id }) => id}
      empty="This store has no camera yet."
    />
  );
}

function AddCamera({ store }: { store: Store }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
          Add a camera
        </Button>
      )}
      title={`Add a camera to ${store.name}`}
      about="Name the place that it looks at. Its picture is set up on the store’s box."
      initial={{ name: '' }}
      fields={(form) => (
        <TextInput
          label="Place"
          placeholder="Main entrance"
          required
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
      )}
      label="Add"
      send={(body) =>
        once((signal) =>
          client.POST('/api/stores/{store}/cameras', { params: { path: { store: store.id } }, body, signal }),
        )
      }
      changes={[camerasQuery(store.id).queryKey, storesQuery.queryKey]}
      done="The camera was added."
    />
  );
}

function CameraActions({ store, camera }: { store: Store; camera: Camera }) {
  const path = { store: store.id, camera: camera.id };
  const changed = [camerasQuery(store.id).queryKey, storesQuery.queryKey, changesQuery().queryKey];
  const isOut = camera.disabledAt !== null;
  return (
    <>
      <Action
        trigger={(open) => (
          <Button size="compact-sm" variant="default" aria-label={`Rename ${camera.name}`} onClick={open}>
            Rename
          </Button>
        )}
        title={`Rename ${camera.name}`}
        initial={{ reason: '', name: camera.name }}
        fields={(form) => (
          <>
            <TextInput label="Place" required maxLength={80} data-autofocus {...form.getInputProps('name')} />
            <ReasonField form={form} />
          </>
        )}
        label="Rename"
        send={(body) =>
          once<unknown>((signal) =>
            client.PATCH('/api/stores/{store}/cameras/{camera}', { params: { path }, body, signal }),
          )
        }
        changes={changed}
        done="The camera is renamed."
      />
      <Action
        trigger={(open) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={isOut ? `Put ${camera.name} into use` : `Take ${camera.name} out of use`}
            onClick={open}
          >
            {isOut ? 'Put into use' : 'Take out of use'}
          </Button>
        )}
        title={isOut ? `Put ${camera.name} into use` : `Take ${camera.name} out of use`}
        about={
          isOut
            ? 'Its faces are looked at again, as soon as everything else that matching needs is in order.'
            : 'The connector is told within seconds to look at nothing that this camera sees. It can be put into use again.'
        }
        initial={{ reason: '' }}
        fields={(form) => <ReasonField form={form} />}
        label={isOut ? 'Put into use' : 'Take out of use'}
        danger={!isOut}
        send={(body) =>
          once<unknown>((signal) =>
            client.POST(
              isOut
                ? '/api/stores/{store}/cameras/{camera}/enable'
                : '/api/stores/{store}/cameras/{camera}/disable',
              { params: { path }, body, signal },
            ),
          )
        }
        changes={changed}
        done={isOut ? 'The camera is in use.' : 'The camera is out of use.'}
      />
    </>
  );
}

function History({ store }: { store: Store }) {
  const changes = useQuery(changesQuery(store.id));
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        What was changed
      </Title>
      <Loaded query={changes}>
        {(lines) =>
          lines.length === 0 ? (
            <Text c="dimmed">Nothing since the store was added.</Text>
          ) : (
            <ChangeLines changes={lines} />
          )
        }
      </Loaded>
    </Stack>
  );
}
