import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { storeChoices, useStores } from '../api/directory';
import { client, once } from '../api/http';
import type { RequestChannel, RequestKind } from '../api/shapes';
import { Action } from '../parts/Action';
import { useSession } from '../session/session';
import { day } from '../time';
import { choices, requestChannelName, requestKindName } from '../words';
import { requestsKey } from './queries';

/** What comes by the portal is on record already. */
const channels = choices(requestChannelName).filter(({ value }) => value !== 'portal');

const orNull = (typed: string) => (typed.trim() === '' ? null : typed);

/** R37: a request that came by phone, on paper or over the counter. */
export function TakeIn() {
  const stores = useStores();
  const { sendsMail } = useSession();
  const initial: {
    storeId: string;
    kind: RequestKind | '';
    channel: RequestChannel | '';
    receivedAt: string;
    name: string;
    contact: string;
    mail: string;
    whenAndWhere: string;
    reference: string;
    words: string;
  } = {
    storeId: stores.length === 1 ? (stores[0]?.id ?? '') : '',
    kind: '',
    channel: '',
    receivedAt: '',
    name: '',
    contact: '',
    mail: '',
    whenAndWhere: '',
    reference: '',
    words: '',
  };
  return (
    <Action
      trigger={(open) => <Button onClick={open}>Take in a request</Button>}
      title="Take in a request"
      about="For somebody who called, wrote or came. They need no account and no document. Write what they said, in their words."
      initial={initial}
      fields={(form) => (
        <>
          <Select label="Store" required data={storeChoices(stores)} {...form.getInputProps('storeId')} />
          <Select
            label="What they ask"
            required
            data={choices(requestKindName)}
            {...form.getInputProps('kind')}
          />
          <Select label="It came by" required data={channels} {...form.getInputProps('channel')} />
          <TextInput
            type="datetime-local"
            label="When it reached the store"
            description="The clock runs from that day, not from today."
            required
            {...form.getInputProps('receivedAt')}
          />
          <TextInput
            label="Their name, or an initial"
            required
            maxLength={80}
            {...form.getInputProps('name')}
          />
          <TextInput
            label="How they want to be answered"
            maxLength={200}
            {...form.getInputProps('contact')}
          />
          {sendsMail && (
            <TextInput
              label="E-mail address, if they want to hear by mail how it stands"
              description="Number and dates only: neither the code nor the answer is in a mail."
              type="email"
              maxLength={200}
              {...form.getInputProps('mail')}
            />
          )}
          <TextInput
            label="When and where they were there"
            required
            maxLength={300}
            {...form.getInputProps('whenAndWhere')}
          />
          <TextInput label="Number on their card" maxLength={40} {...form.getInputProps('reference')} />
          <Textarea
            label="What they said"
            autosize
            minRows={3}
            maxLength={2000}
            {...form.getInputProps('words')}
          />
        </>
      )}
      validate={({ storeId, kind, channel }) => ({
        ...(storeId === '' ? { storeId: 'Choose a store.' } : {}),
        ...(kind === '' ? { kind: 'Choose what they ask.' } : {}),
        ...(channel === '' ? { channel: 'Choose how it came.' } : {}),
      })}
      label="Take in"
      send={({ kind, channel, receivedAt, contact, mail, reference, words, ...rest }) =>
        once((signal) =>
          client.POST('/api/requests', {
            body: {
              ...rest,
              kind: kind as RequestKind,
              channel: channel as RequestChannel,
              receivedAt: new Date(receivedAt).toISOString(),
              contact: orNull(contact),
              mail: orNull(mail),
              reference: orNull(reference),
              words: orNull(words),
            },
            signal,
          }),
        )
      }
      changes={[requestsKey]}
      after={({ number, code, dueOn, isMailed }, close) => (
        <Stack>
          <Text>
            Tell the person both of these. With them they see how it stands, below /privacy/follow. The code
            is shown only now.
          </Text>
          <Text size="xl" fw={700} data-testid="request-number">
            {number}
          </Text>
          <Text size="xl" fw={700}>
            {code}
          </Text>
          <Text>They get an answer by {day(`${dueOn}T12:00:00Z`, 'UTC')}.</Text>
          {isMailed && <Text>Number and day go to them by mail too. The code does not.</Text>}
          <Group justify="flex-end">
            <Button onClick={close}>I have told them</Button>
          </Group>
        </Stack>
      )}
    />
  );
}
