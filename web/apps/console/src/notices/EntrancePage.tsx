import { Button, FileInput, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { smallPicture } from '@retailguard/ui/smallPicture';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useStoreOf } from '../api/directory';
import { client, once } from '../api/http';
import type { Entrance, PosterPhoto } from '../api/shapes';
import { A } from '../parts/A';
import { Action } from '../parts/Action';
import { type Column, DataTable } from '../parts/DataTable';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Picture } from '../parts/Picture';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { Missing } from '../shell/Missing';
import { moment } from '../time';
import { Print } from './Print';
import { entrancesQuery, noticesKey, photosQuery } from './queries';
import { posterName, posterTone } from './standing';
import { lastMoment, posterStanding } from '@retailguard/api';

const route = getRouteApi('/inside/notices/entrances/$entrance');

export function EntrancePage() {
  const { entrance: id } = route.useParams();
  const entrances = useQuery(entrancesQuery);
  return (
    <Loaded query={entrances}>
      {(all) => {
        const entrance = all.find((one) => one.id === id);
        return entrance === undefined ? <Missing /> : <Known entrance={entrance} />;
      }}
    </Loaded>
  );
}

function Known({ entrance }: { entrance: Entrance }) {
  const may = useMay();
  const store = useStoreOf()(entrance.storeId);
  const photos = useQuery(photosQuery(entrance.id));
  const standing = posterStanding(entrance);
  const zone = store?.timeZone;
  return (
    <Page
      above={
        <A to="/notices" size="sm">
          Notices
        </A>
      }
      title={`${entrance.name}, ${store?.name ?? ''}`}
      about={
        standing === 'notHung'
          ? 'Nobody has photographed the poster that belongs here, so nobody is matched in this store. Print it, hang it outside the entrance, and have somebody of the store photograph it.'
          : standing === 'lapsed'
            ? 'The photograph is more than a month old, so nobody is matched in this store until somebody of the store takes another.'
            : standing === 'notPublished'
              ? 'No notice is published yet, so there is no poster.'
              : undefined
      }
      actions={<State tone={posterTone[standing]}>{posterName[standing]}</State>}
    >
      <Facts
        facts={[
          [
            'Photographed',
            entrance.attestedAt === null ? (
              'Not the poster of now'
            ) : (
              <When key="at" at={entrance.attestedAt} zone={zone} />
            ),
          ],
          [
            'Counts to the end of',
            entrance.validUntil === null ? (
              'Does not count'
            ) : (
              <When key="until" at={lastMoment(entrance.validUntil)} zone={zone} only="day" distance />
            ),
          ],
          ['The code on its poster leads to', entrance.posterAddress ?? 'Nothing is published'],
        ]}
      />
      <Group className="no-print">
        {entrance.posterAddress !== null && (
          <>
            <Print place={entrance.name} store={entrance.storeId} entrance={entrance.id} />
            {may('photographPoster') && <Photograph entrance={entrance} zone={zone} />}
          </>
        )}
        {may('writeNotices') && (
          <>
            <Rename entrance={entrance} />
            <Close entrance={entrance} />
          </>
        )}
      </Group>
      <section aria-labelledby="photos">
        <Stack gap="sm">
          <Title order={2} size="h4" id="photos">
            Photographs
          </Title>
          <Loaded query={photos}>{(all) => <Photos all={all} zone={zone} />}</Loaded>
        </Stack>
      </section>
    </Page>
  );
}

function Photos({ all, zone }: { all: PosterPhoto[]; zone: string | undefined }) {
  const columns = useMemo<Column<PosterPhoto>[]>(
    () => [
      {
        id: 'at',
        header: 'Taken',
        cell: ({ row: { original } }) => <When at={original.at} zone={zone} />,
      },
      { id: 'by', header: 'By', accessorFn: ({ by }) => by.name },
      {
        id: 'of',
        header: 'Shows',
        cell: ({ row: { original } }) => (
          <State tone={original.isOfPosterNow ? 'good' : 'over'}>
            {original.isOfPosterNow ? 'The poster of now' : 'An earlier poster'}
          </State>
        ),
      },
      {
        id: 'until',
        header: 'Counts to the end of',
        cell: ({ row: { original } }) => <When at={lastMoment(original.validUntil)} zone={zone} only="day" />,
      },
      {
        id: 'picture',
        header: 'Picture',
        cell: ({ row: { original } }) =>
          original.hasPicture ? (
            <Picture
              queryKey={[...noticesKey, 'picture', original.id]}
              load={(signal) =>
                once<Blob>(
                  (s) =>
                    client.GET('/api/attestations/{attestation}/picture', {
                      params: { path: { attestation: original.id } },
                      parseAs: 'blob',
                      signal: s,
                    }),
                  signal,
                )
              }
              alt={`Photograph of ${moment(original.at, zone)}`}
            />
          ) : (
            <Text c="dimmed">Destroyed</Text>
          ),
      },
    ],
    [zone],
  );
  return (
    <DataTable
      label="Photographs"
      columns={columns}
      rows={all}
      rowKey={({ id }) => id}
      empty="Nobody has photographed a poster here yet."
    />
  );
}

function Photograph({ entrance, zone }: { entrance: Entrance; zone: string | undefined }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" leftSection={<IconCamera size={18} aria-hidden />} onClick={open}>
          Put a photograph on record
        </Button>
      )}
      title={`The poster at ${entrance.name}`}
      about="You say by this that the poster hangs outside the entrance, as the picture shows. Its square code must be readable, and nobody may be on the picture, which is kept."
      initial={{ photo: null as File | null }}
      fields={(form) => (
        <FileInput
          label="Photograph"
          placeholder="Choose a picture"
          accept="image/jpeg,image/png,image/webp,image/avif"
          required
          {...form.getInputProps('photo')}
        />
      )}
      validate={({ photo }): Record<string, string> =>
        photo === null ? { photo: 'Choose the picture of the poster.' } : {}
      }
      label="Send"
      send={async ({ photo }) => {
        const picture = await smallPicture(photo ?? new Blob());
        return once((signal) =>
          client.POST('/api/entrances/{entrance}/attestations', {
            params: { path: { entrance: entrance.id } },
            body: '',
            bodySerializer: () => picture,
            headers: { 'Content-Type': 'image/jpeg' },
            signal,
          }),
        );
      }}
      changes={[noticesKey]}
      after={({ validUntil }, close) => (
        <Stack>
          <Text>
            It counts to the end of <When at={lastMoment(validUntil)} zone={zone} only="day" distance />.
          </Text>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    />
  );
}

function Rename({ entrance }: { entrance: Entrance }) {
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Rename
        </Button>
      )}
      title={`Rename ${entrance.name}`}
      about="Its poster stays as it is."
      initial={{ name: entrance.name }}
      fields={(form) => (
        <TextInput label="Name" required maxLength={60} data-autofocus {...form.getInputProps('name')} />
      )}
      label="Rename"
      send={(body) =>
        once<unknown>((signal) =>
          client.PATCH('/api/entrances/{entrance}', {
            params: { path: { entrance: entrance.id } },
            body,
            signal,
          }),
        )
      }
      changes={[noticesKey]}
      done="The entrance is renamed."
    />
  );
}

function Close({ entrance }: { entrance: Entrance }) {
  const navigate = useNavigate();
  return (
    <Action
      trigger={(open) => (
        <Button variant="default" onClick={open}>
          Close the entrance
        </Button>
      )}
      title={`Close ${entrance.name}`}
      about="Only when nobody comes in by it any more: no poster is asked for there from now on. Its poster and its photographs stop counting for good. If it opens again it is added anew, with a new poster. If it is the store’s only one, nobody is matched in the store."
      initial={{}}
      label="Close the entrance"
      danger
      send={async () => {
        await once<unknown>((signal) =>
          client.POST('/api/entrances/{entrance}/close', {
            params: { path: { entrance: entrance.id } },
            signal,
          }),
        );
        await navigate({ to: '/notices' });
      }}
      changes={[noticesKey]}
      done="The entrance is closed."
    />
  );
}
