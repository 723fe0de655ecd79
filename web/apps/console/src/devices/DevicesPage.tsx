import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { changesQuery, devicesQuery, storeChoices, useStoreName, useStores } from '../api/directory';
import { client, once } from '../api/http';
import type { Device } from '../api/shapes';
import { Action, ReasonField } from '../parts/Action';
import { type Column, DataTable } from '../parts/DataTable';
import { ChoiceField, Filters, SearchField } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { finds } from '../parts/search';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { choices, deviceKindName, plural } from '../words';
import { MakePairingCode } from './MakePairingCode';

const route = getRouteApi('/inside/devices');
const shows = { paired: 'In use', revoked: 'Revoked' };

export function DevicesPage() {
  const devices = useQuery(devicesQuery);
  const may = useMay();
  return (
    <Page
      title="Devices"
      about="The tablets and edge connectors of the stores. Revoke one that is lost or stolen: within seconds nothing on it works any more."
      actions={may('manageDevices') && <MakePairingCode />}
    >
      <Loaded query={devices}>{(all) => <DeviceList all={all} />}</Loaded>
    </Page>
  );
}

function DeviceList({ all }: { all: Device[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const stores = useStores();
  const storeName = useStoreName();
  const mayManage = may('manageDevices');
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  const columns = useMemo<Column<Device>[]>(
    () => [
      { id: 'name', header: 'Name', accessorFn: ({ name }) => name, sortFn: 'alphanumeric' },
      { id: 'kind', header: 'Kind', accessorFn: ({ kind }) => deviceKindName[kind], sortFn: 'text' },
      { id: 'store', header: 'Store', accessorFn: ({ storeId }) => storeName(storeId), sortFn: 'text' },
      {
        id: 'paired',
        header: 'Paired',
        accessorFn: ({ pairedAt }) => pairedAt,
        sortFn: 'basic',
        cell: ({ row: { original } }) => <When at={original.pairedAt} />,
      },
      {
        id: 'state',
        header: 'State',
        accessorFn: ({ revokedAt }) => revokedAt ?? '',
        sortFn: 'basic',
        cell: ({ row: { original } }) =>
          original.revokedAt === null ? (
            <State tone="good">In use</State>
          ) : (
            <Group gap={6}>
              <State tone="over">Revoked</State>
              <When at={original.revokedAt} />
            </Group>
          ),
      },
      ...(mayManage
        ? [
            {
              id: 'actions',
              header: 'Actions',
              enableSorting: false,
              cell: ({ row: { original } }) =>
                original.revokedAt === null ? <DeviceActions device={original} /> : null,
            } satisfies Column<Device>,
          ]
        : []),
    ],
    [storeName, mayManage],
  );
  const rows = useMemo(
    () =>
      all.filter(
        (device) =>
          finds(search.q, device.name) &&
          (search.store === undefined || device.storeId === search.store) &&
          (search.kind === undefined || device.kind === search.kind) &&
          (search.show === undefined || (device.revokedAt === null) === (search.show === 'paired')),
      ),
    [all, search],
  );
  return (
    <>
      <Filters>
        <SearchField
          label="Name"
          value={search.q}
          onChange={(q) => {
            filter({ q });
          }}
        />
        <ChoiceField
          label="Store"
          all="Any store"
          data={storeChoices(stores)}
          value={search.store}
          onChange={(store) => {
            filter({ store });
          }}
        />
        <ChoiceField
          label="Kind"
          all="Any kind"
          data={choices(deviceKindName)}
          value={search.kind}
          onChange={(kind) => {
            filter({ kind });
          }}
        />
        <ChoiceField
          label="State"
          all="Any"
          data={choices(shows)}
          value={search.show}
          onChange={(show) => {
            filter({ show });
          }}
        />
      </Filters>
      <Text size="sm" c="dimmed" role="status">
        {plural(rows.length, 'machine')}
      </Text>
      <DataTable
        label="Devices"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        sort={search.sort}
        onSort={(sort) => {
          filter({ sort });
        }}
        empty={
          all.length === 0
            ? 'No machine is paired yet. Make a pairing code for the first one.'
            : 'No machine fits these filters.'
        }
      />
    </>
  );
}

const changed = [devicesQuery.queryKey, changesQuery().queryKey];

function DeviceActions({ device }: { device: Device }) {
  const stores = useStores();
  const path = { device: device.id };
  return (
    <Group gap="xs" wrap="nowrap">
      <Action
        trigger={(open) => (
          <Button size="compact-sm" variant="default" aria-label={`Change ${device.name}`} onClick={open}>
            Change
          </Button>
        )}
        title={`Change ${device.name}`}
        about="In another store, whoever is signed in on it is signed out, and it begins anew there."
        initial={{ reason: '', name: device.name, storeId: device.storeId }}
        fields={(form) => (
          <>
            <TextInput label="Name" required maxLength={80} {...form.getInputProps('name')} />
            <Select
              label="Store"
              required
              allowDeselect={false}
              searchable
              data={storeChoices(stores.filter(({ closedAt }) => closedAt === null))}
              {...form.getInputProps('storeId')}
            />
            <ReasonField form={form} />
          </>
        )}
        label="Change"
        send={({ reason, name, storeId }) =>
          once<unknown>((signal) =>
            client.PATCH('/api/devices/{device}', {
              params: { path },
              body: {
                reason,
                name: name === device.name ? null : name,
                storeId: storeId === device.storeId ? null : storeId,
              },
              signal,
            }),
          )
        }
        changes={changed}
        done="The change is saved."
      />
      <Action
        trigger={(open) => (
          <Button size="compact-sm" variant="default" aria-label={`Revoke ${device.name}`} onClick={open}>
            Revoke
          </Button>
        )}
        title={`Revoke ${device.name}`}
        about={
          device.kind === 'tablet'
            ? 'For good: whoever is signed in on this tablet is signed out within seconds, and it shows no alert any more. It comes back only by another pairing code.'
            : 'For good: this connector’s line ends within seconds, and its cameras look for nobody any more. It comes back only by another pairing code.'
        }
        initial={{ reason: '' }}
        fields={(form) => <ReasonField form={form} />}
        label="Revoke"
        danger
        send={(body) =>
          once<unknown>((signal) =>
            client.POST('/api/devices/{device}/revoke', { params: { path }, body, signal }),
          )
        }
        changes={changed}
        done={`${device.name} is revoked.`}
      />
    </Group>
  );
}
