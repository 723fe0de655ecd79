import { Anchor, Alert, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client, once } from '../api/http';
import type { Billing, Invoice, Money } from '../api/shapes';
import { type Column, DataTable } from '../parts/DataTable';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Problem } from '../parts/Problem';
import { State } from '../parts/State';
import { When } from '../parts/When';
import { plural } from '../words';
import { dollars } from './money';
import { billingQuery } from './queries';
import { invoiceState, paymentAbout, paymentName, paymentTone, stepName } from './standing';

export function BillingPage() {
  const billing = useQuery(billingQuery);
  return (
    <Page
      title="Billing"
      about="What is counted, what it costs and what happens next. Stores and cameras are counted, and never anybody who works or shops in them."
    >
      <Loaded query={billing}>{(found) => <Everything billing={found} />}</Loaded>
    </Page>
  );
}

function Everything({ billing }: { billing: Billing }) {
  const { payment } = billing;
  return (
    <Stack gap="xl">
      {!billing.stripeAnswers && (
        <Alert color="orange" role="status" icon={<IconAlertTriangle aria-hidden />}>
          <Text>
            Stripe does not answer now. Invoices and the next amount are missing; look again in a while.
          </Text>
        </Alert>
      )}
      <section aria-labelledby="payment">
        <Stack gap="sm">
          <Group gap="sm">
            <Title order={2} size="h3" id="payment">
              Payment
            </Title>
            <State tone={paymentTone[payment.state]}>{paymentName[payment.state]}</State>
          </Group>
          <Text>{paymentAbout[payment.state]}</Text>
          {payment.overdueSince !== null && (
            <Text c="dimmed">
              Owed since <When at={payment.overdueSince} only="day" distance />
            </Text>
          )}
          {billing.byStripe && <ToStripe billing={billing} />}
        </Stack>
      </section>
      <Plan billing={billing} />
      <Ahead billing={billing} />
      <History billing={billing} />
    </Stack>
  );
}

function ToStripe({ billing }: { billing: Billing }) {
  const { payment, trialDays } = billing;
  const queries = useQueryClient();
  const go = useMutation({
    mutationFn: (to: '/api/billing/checkout' | '/api/billing/portal') =>
      once((signal) => client.POST(to, { signal })),
    onSuccess: ({ url }) => {
      window.location.assign(url);
    },
    onError: () => queries.invalidateQueries({ queryKey: billingQuery.queryKey }),
  });
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {payment.mayStart && (
          <Button
            rightSection={<IconExternalLink size={18} aria-hidden />}
            loading={go.isPending && go.variables === '/api/billing/checkout'}
            onClick={() => {
              go.mutate('/api/billing/checkout');
            }}
          >
            {trialDays > 0 ? `Begin the trial of ${plural(trialDays, 'day')}` : 'Choose the plan'}
          </Button>
        )}
        {payment.isCustomer && (
          <Button
            variant="default"
            rightSection={<IconExternalLink size={18} aria-hidden />}
            loading={go.isPending && go.variables === '/api/billing/portal'}
            onClick={() => {
              go.mutate('/api/billing/portal');
            }}
          >
            Card, address and what is owed
          </Button>
        )}
      </Group>
      <Problem error={go.error} />
    </Stack>
  );
}

function Plan({ billing }: { billing: Billing }) {
  const { prices, counted, billed, monthly, gstPercent } = billing;
  const follows = billed !== null && (billed.stores !== counted.stores || billed.cameras !== counted.cameras);
  return (
    <section aria-labelledby="plan">
      <Stack gap="sm">
        <Title order={2} size="h3" id="plan">
          Plan
        </Title>
        <Facts
          facts={[
            ['Open stores', `${String(counted.stores)} at ${dollars(prices.store)} a month`],
            ['Cameras in use', `${String(counted.cameras)} at ${dollars(prices.camera)} a month`],
            ['A month without GST', dollars(monthly.netCents)],
            [`GST ${String(gstPercent)} %`, dollars(monthly.gstCents)],
            ['A month with GST', dollars(monthly.totalCents)],
          ]}
        />
        {follows && (
          <Text c="dimmed" role="status">
            Stripe still bills {plural(billed.stores, 'store')} and {plural(billed.cameras, 'camera')}; it
            follows within a minute.
          </Text>
        )}
        <Text c="dimmed" size="sm">
          {billing.byStripe
            ? 'A store or camera that is added or taken out of use within a month is charged for its days.'
            : 'What there is when a month ends is what its invoice counts.'}
        </Text>
      </Stack>
    </section>
  );
}

function Ahead({ billing }: { billing: Billing }) {
  const { next, payment } = billing;
  return (
    <section aria-labelledby="ahead">
      <Stack gap="sm">
        <Title order={2} size="h3" id="ahead">
          What happens next
        </Title>
        {payment.ahead.length === 0 ? (
          <Text c="dimmed">Nothing is due.</Text>
        ) : (
          <List spacing="xs">
            {payment.ahead.map(({ step, at }) => (
              <List.Item key={`${step} ${at}`}>
                <When at={at} only="day" distance />: {stepName[step]}
                {step === 'nextInvoice' && next !== null && ` of ${withGst(next.amount)}`}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </section>
  );
}

function History({ billing }: { billing: Billing }) {
  const { byStripe } = billing;
  const columns = useMemo<Column<Invoice>[]>(
    () => [
      {
        id: 'number',
        header: 'Invoice',
        accessorFn: ({ number }) => number,
        cell: ({ row: { original } }) =>
          original.address === null ? (
            original.number
          ) : (
            <Anchor
              href={original.address}
              {...(byStripe ? { target: '_blank', rel: 'noreferrer' } : { download: true })}
            >
              {original.number}
              {byStripe ? '' : ' (CSV)'}
            </Anchor>
          ),
      },
      {
        id: 'at',
        header: 'Issued',
        accessorFn: ({ at }) => at,
        cell: ({ row: { original } }) => <When at={original.at} only="day" />,
      },
      { id: 'amount', header: 'With GST', accessorFn: ({ amount }) => dollars(amount.totalCents) },
      { id: 'gst', header: 'Of it GST', accessorFn: ({ amount }) => dollars(amount.gstCents) },
      ...(byStripe
        ? [
            {
              id: 'state',
              header: 'State',
              accessorFn: ({ status }: Invoice) => invoiceState[status]?.name ?? status,
              cell: ({ row: { original } }) => (
                <State tone={invoiceState[original.status]?.tone ?? 'over'}>
                  {invoiceState[original.status]?.name ?? original.status}
                </State>
              ),
            } satisfies Column<Invoice>,
          ]
        : []),
    ],
    [byStripe],
  );
  return (
    <section aria-labelledby="invoices">
      <Stack gap="sm">
        <Title order={2} size="h3" id="invoices">
          Invoices
        </Title>
        <DataTable
          label="Invoices"
          columns={columns}
          rows={billing.invoices}
          rowKey={({ number }) => number}
          empty={
            byStripe
              ? 'There is no invoice yet.'
              : 'There is no invoice yet. The first comes when this month is over.'
          }
        />
      </Stack>
    </section>
  );
}

const withGst = ({ totalCents, gstCents }: Money) =>
  `${dollars(totalCents)}, GST of ${dollars(gstCents)} included`;
