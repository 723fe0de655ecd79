import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useStoreOf } from '../api/directory';
import type { AlertRecord } from '../api/shapes';
import { A } from '../parts/A';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { State } from '../parts/State';
import { Statements } from '../parts/Statements';
import { When } from '../parts/When';
import { useMay } from '../session/session';
import { alertStateName, featureName, inAisleName, listed, voteName } from '../words';
import { alertQuery } from './queries';
import { alertTone, whatBecame } from './standing';

const route = getRouteApi('/inside/alerts/$alert');

export function AlertPage() {
  const { alert } = route.useParams();
  const record = useQuery(alertQuery(alert));
  return <Loaded query={record}>{(found) => <Read record={found} />}</Loaded>;
}

function Read({ record }: { record: AlertRecord }) {
  const { alert, votes, match } = record;
  const zone = useStoreOf()(alert.store.id)?.timeZone;
  const may = useMay();
  return (
    <Page
      above={
        <A to="/alerts" size="sm">
          Alerts
        </A>
      }
      title={`Alert at ${alert.store.name}`}
      actions={<State tone={alertTone[alert.state]}>{alertStateName[alert.state]}</State>}
    >
      <Facts
        facts={[
          ['Seen', <When key="seen" at={record.capturedAt} zone={zone} />],
          ['Camera', alert.camera.name],
          [
            'Entry',
            alert.entry === null ? (
              'Not shown while people compare the pictures, and not for drills'
            ) : may('seeWatchlist') ? (
              <A key="entry" to="/watchlist/$entry" params={{ entry: alert.entry.id }}>
                {alert.entry.name}
              </A>
            ) : (
              alert.entry.name
            ),
          ],
          [
            'In the aisle',
            alert.inAisle === null ? (
              'Not checked'
            ) : (
              <>
                {inAisleName[alert.inAisle]}, {record.inAisleBy?.name}
                {record.inAisleAt !== null && (
                  <>
                    , <When at={record.inAisleAt} zone={zone} />
                  </>
                )}
              </>
            ),
          ],
          [
            'What became of it',
            <>
              {whatBecame(alert) || alertStateName[alert.state]}
              {record.outcomeAt !== null && (
                <>
                  , {record.outcomeBy?.name}, <When at={record.outcomeAt} zone={zone} />
                </>
              )}
            </>,
          ],
          ...(alert.case === null
            ? []
            : [
                [
                  'Case',
                  <A key="case" to="/cases/$number" params={{ number: alert.case }}>
                    {alert.case}
                  </A>,
                ] as const,
              ]),
        ]}
      />
      <Statements statements={record.statements} />
      <Stack gap="sm">
        <Title order={2} size="h4">
          Who compared the pictures
        </Title>
        {votes.length === 0 ? (
          <Text c="dimmed">
            No answer to show: nobody has answered, people may still answer, or the answers are forgotten.
          </Text>
        ) : (
          <Facts
            facts={votes.map(({ by, answer, features, at }) => [
              by.name,
              <>
                {voteName[answer]}, <When at={at} zone={zone} />
                {features.length > 0 && (
                  <Text size="sm" c="dimmed">
                    Compared {listed(features.map((feature) => featureName[feature]))}
                  </Text>
                )}
              </>,
            ])}
          />
        )}
      </Stack>
      {match !== null && (
        <Stack gap="sm">
          <Title order={2} size="h4">
            Why it was raised
          </Title>
          <Facts
            facts={[
              ['Score', `${match.score.toFixed(1)} of 100, with ${match.threshold.toFixed(1)} needed`],
              ['Quality', `${Math.round(match.quality * 100)} % in the best of ${match.framesFused} frames`],
              ['Model', match.space],
              ['State of the list', String(match.listVersion)],
            ]}
          />
        </Stack>
      )}
    </Page>
  );
}
