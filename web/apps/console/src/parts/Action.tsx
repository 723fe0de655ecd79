import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormErrors, useForm, type UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Refusal } from '@retailguard/api';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from './Problem';

interface ActionProps<T extends Record<string, unknown>, TAnswer> {
  /** What opens the dialog. */
  trigger: (open: () => void) => ReactNode;
  title: string;
  /** What will happen, and what will be lost. */
  about?: ReactNode;
  initial: T;
  fields?: (form: UseFormReturnType<T>) => ReactNode;
  /** What is wrong with each field before anything is sent; nothing when it is left out. */
  validate?: (values: T) => FormErrors;
  /** The button that does it. */
  label: string;
  /** Something is lost by it. */
  danger?: boolean;
  send: (values: T) => Promise<TAnswer>;
  /** What is asked for anew afterwards. */
  changes: QueryKey[];
  /** Said when it is done. Without it, `after` shows what came of it. */
  done?: string;
  /** What the dialog shows once it is done, in place of the form. */
  after?: (answer: TAnswer, close: () => void) => ReactNode;
}

/** A button and the dialog behind it: says what will happen, asks for what it takes, sends it once, and shows the server's "no". */
export function Action<T extends Record<string, unknown>, TAnswer>(props: ActionProps<T, TAnswer>) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      {props.trigger(open)}
      <Modal opened={isOpen} onClose={close} title={props.title} size="lg">
        <Body {...props} close={close} />
      </Modal>
    </>
  );
}

function Body<T extends Record<string, unknown>, TAnswer>({
  about,
  initial,
  fields,
  validate,
  label,
  danger = false,
  send,
  changes,
  done,
  after,
  close,
}: ActionProps<T, TAnswer> & { close: () => void }) {
  const queries = useQueryClient();
  const form = useForm<T>({ initialValues: initial, validate: validate ?? (() => ({})) });
  const act = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
      if (done !== undefined)
        notifications.show({ message: done, color: 'teal', closeButtonProps: { 'aria-label': 'Close' } });
      if (after === undefined) close();
    },
    onError: (error) => {
      if (!(error instanceof Refusal)) return;
      for (const [field, sentences] of Object.entries(error.fields)) {
        if (field in initial) form.setFieldError(field, sentences.join(' '));
      }
    },
  });
  if (after !== undefined && act.isSuccess) return after(act.data, close);

  // What stands beside its field is not said twice.
  const isAllShown =
    act.error instanceof Refusal &&
    Object.keys(act.error.fields).length > 0 &&
    Object.keys(act.error.fields).every((field) => field in initial);
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        if (!act.isPending) act.mutate(values);
      })}
    >
      <Stack gap="md">
        {about !== undefined && <Text component="div">{about}</Text>}
        {fields?.(form)}
        {isAllShown ? null : <Problem error={act.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" {...(danger ? { color: 'red.8' } : {})} loading={act.isPending}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Why: it stays with the change for those who look later. */
export function ReasonField<T extends { reason: string }>({ form }: { form: UseFormReturnType<T> }) {
  return (
    <Textarea
      label="Reason"
      description="Kept with the change, for those who look later. No names of people outside the company."
      required
      autosize
      minRows={2}
      maxLength={300}
      data-autofocus
      key={form.key('reason')}
      {...form.getInputProps('reason')}
    />
  );
}
