import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createLink } from '@tanstack/react-router';
import { alertsQuery } from '../alerts/queries';
import { assessmentQuery } from '../assessment/queries';
import { trialsQuery } from '../trials/queries';
import { peopleQuery, storesQuery, usePersonName, useStoreName, useStoreOf } from '../api/directory';
import { billingQuery } from '../billing/queries';
import { casesQuery } from '../cases/queries';
import { criteriaQuery } from '../criteria/queries';
import { deskQuery, entrancesQuery } from '../notices/queries';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { requestsQuery } from '../requests/queries';
import { useMay, useSession } from '../session/session';
import { sharesQuery } from '../sharing/queries';
import { haltsQuery } from '../stores/matching';
import { day, fromNow } from '../time';
import { watchlistQuery } from '../watchlist/queries';
import { plural } from '../words';
import { type Known, type Waiting, waitingFor } from './waiting';

const ButtonLink = createLink(Button<'a'>);

/** Looked at again by itself: it is the page that stays open. */
const every = { refetchInterval: 60_000 };

export function TodayPage() {
  const { person } = useSession();
  const may = useMay();
  const storeName = useStoreName();
  const storeOf = useStoreOf();
  const personName = usePersonName();
  const proposed = useInfiniteQuery({
    ...watchlistQuery({ state: 'proposed' }),
    ...every,
    enabled: may('decideEntry'),
  });
  const suspended = useInfiniteQuery({
    ...watchlistQuery({ state: 'suspended' }),
    ...every,
    enabled: may('reinstateEntry'),
  });
  const review = useInfiniteQuery({
    ...watchlistQuery({ due: 'review' }),
    ...every,
    enabled: may('reviewEntry'),
  });
  const revalidation = useInfiniteQuery({
    ...watchlistQuery({ due: 'revalidation' }),
    ...every,
    enabled: may('reviewEntry'),
  });
  const criteria = useQuery({ ...criteriaQuery, ...every, enabled: may('writeCriteria') });
  const cases = useQuery({ ...casesQuery, ...every, enabled: may('recordMistake') });
  const requests = useQuery({ ...requestsQuery, ...every, enabled: may('answerRequest') });
  const unrecorded = useInfiniteQuery({
    ...alertsQuery({ stage: 'unrecorded' }),
    ...every,
    enabled: may('seeAlerts'),
  });
  const offers = useInfiniteQuery({
    ...sharesQuery({ state: 'offered' }),
    ...every,
    enabled: may('answerShare'),
  });
  const people = useQuery({ ...peopleQuery, ...every, enabled: may('vouch') });
  const halts = useQuery({ ...haltsQuery, ...every, enabled: may('stopMatching') });
  const notice = useQuery({ ...deskQuery, ...every, enabled: may('writeNotices') });
  const assessment = useQuery({ ...assessmentQuery, ...every, enabled: may('writeAssessment') });
  const trials = useQuery({ ...trialsQuery, ...every, enabled: may('writeAssessment') });
  const entrances = useQuery({ ...entrancesQuery, ...every, enabled: may('seeNotices') });
  const stores = useQuery({ ...storesQuery, enabled: may('writeNotices') });
  // Days matter here, and Stripe is asked for it.
  const billing = useQuery({ ...billingQuery, refetchInterval: 600_000, enabled: may('seeBilling') });

  // Whichever has not come yet, or could not, is shown as such; the rest would read as if it were all.
  const asked = [
    [proposed, may('decideEntry')],
    [suspended, may('reinstateEntry')],
    [review, may('reviewEntry')],
    [revalidation, may('reviewEntry')],
    [criteria, may('writeCriteria')],
    [cases, may('recordMistake')],
    [requests, may('answerRequest')],
    [unrecorded, may('seeAlerts')],
    [offers, may('answerShare')],
    [people, may('vouch')],
    [halts, may('stopMatching')],
    [billing, may('seeBilling')],
    [notice, may('writeNotices')],
    [assessment, may('writeAssessment')],
    [trials, may('writeAssessment')],
    [entrances, may('seeNotices')],
    [stores, may('writeNotices')],
  ] as const;
  const missing = asked.find(([query, isAsked]) => isAsked && query.data === undefined)?.[0];

  const known: Known = {
    me: person.id,
    proposed: proposed.data?.pages.flatMap(({ entries }) => entries) ?? [],
    suspended: suspended.data?.pages.flatMap(({ entries }) => entries) ?? [],
    review: review.data?.pages.flatMap(({ entries }) => entries) ?? [],
    revalidation: revalidation.data?.pages.flatMap(({ entries }) => entries) ?? [],
    proposedCriteria: criteria.data?.proposal ?? null,
    cases: cases.data ?? [],
    requests: requests.data ?? [],
    unrecorded: unrecorded.data?.pages.flatMap(({ alerts }) => alerts) ?? [],
    offers:
      offers.data?.pages.flatMap(({ shares }) => shares).filter(({ to }) => storeOf(to.id) !== undefined) ??
      [],
    people: people.data ?? [],
    halts: halts.data ?? [],
    payment: billing.data?.payment ?? null,
    notice: notice.data ?? null,
    assessment: assessment.data ?? null,
    trials: trials.data ?? [],
    entrances: entrances.data ?? [],
    storesToSign: may('writeNotices') ? (stores.data ?? []).filter(({ closedAt }) => closedAt === null) : [],
    storeName,
    personName,
  };
  return (
    <Page title="Today" about={day(new Date().toISOString())}>
      {missing !== undefined ? (
        <Loaded<unknown> query={missing}>{() => null}</Loaded>
      ) : (
        <List
          waiting={waitingFor(known)}
          hasMore={[proposed, suspended, review, revalidation, unrecorded, offers].some(
            ({ hasNextPage }) => hasNextPage,
          )}
        />
      )}
    </Page>
  );
}

/** @param hasMore Whether only the first of some kind were asked for. */
function List({ waiting, hasMore }: { waiting: Waiting[]; hasMore: boolean }) {
  if (waiting.length === 0) {
    return (
      <Group gap="sm" role="status">
        <IconCircleCheck aria-hidden size={28} color="var(--rg-good)" />
        <Text size="lg">Nothing waits for you.</Text>
      </Group>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {hasMore ? 'More than ' : ''}
        {plural(waiting.length, 'thing waits', 'things wait')} for you, the oldest promise first.
      </Text>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {waiting.map(({ key, sentence, at, isPromise, label, to }) => (
          <Paper component="li" key={key} withBorder p="md" radius="md">
            <Group justify="space-between" gap="md">
              <div style={{ flex: '1 1 320px' }}>
                <Text>{sentence}</Text>
                {at !== null && (
                  <Text size="sm" c="dimmed">
                    {isPromise ? 'Due ' : 'Since '}
                    {fromNow(at)}
                  </Text>
                )}
              </div>
              <ButtonLink component="a" to={to} variant={isPromise ? 'filled' : 'default'}>
                {label}
              </ButtonLink>
            </Group>
          </Paper>
        ))}
      </Stack>
    </>
  );
}
