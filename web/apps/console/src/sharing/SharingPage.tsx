import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { storeChoices, useStores } from '../api/directory';
import type { ShareState } from '../api/shapes';
import { ChoiceField, Filters } from '../parts/Filters';
import { Loaded } from '../parts/Loaded';
import { MorePages } from '../parts/MorePages';
import { Page } from '../parts/Page';
import { choices, plural, shareStateName } from '../words';
import { Grounds } from './Grounds';
import { sharesQuery } from './queries';
import { SharesTable } from './SharesTable';

const route = getRouteApi('/inside/sharing');

export function SharingPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const stores = useStores();
  const list = useInfiniteQuery(sharesQuery(search));
  const filter = (change: Partial<typeof search>) => {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  };
  return (
    <Page
      title="Sharing"
      about="An entry belongs to one store. Another store gets it only by an offer: it sees the picture and the evidence, never a template, gives its own answers, and enrols the person anew. What ends where it came from ends everywhere."
    >
      <Grounds />
      <Filters>
        <ChoiceField
          label="Store"
          all="Any store"
          data={storeChoices(stores)}
          value={search.store}
          onChange={(store) => {
            filter({ store });
          }}
        />
        <ChoiceField<ShareState>
          label="State"
          all="Any"
          data={choices(shareStateName)}
          value={search.state}
          onChange={(state) => {
            filter({ state });
          }}
        />
      </Filters>
      <Loaded query={list}>
        {({ pages }) => {
          const rows = pages.flatMap(({ shares }) => shares);
          return (
            <>
              <Text size="sm" c="dimmed" role="status">
                {plural(rows.length, 'share')}
                {list.hasNextPage && ' so far'}
              </Text>
              <SharesTable
                shares={rows}
                empty="Nothing is shared. An entry is offered from its own page in the watchlist, to one store at a time."
              />
              <MorePages query={list} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
