import { ActionIcon, Button, Loader, TextInput } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useMessages } from '../text/useMessages';
import classes from './PinPad.module.css';

export const pinLength = 6;
const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Six digits, typed on the pad or on a keyboard. */
export function PinField(props: {
  label: string;
  value: string;
  working: boolean;
  disabled: boolean;
  onChange: (pin: string) => void;
  /** Between the field and the pad. */
  children: ReactNode;
}) {
  const m = useMessages();
  const { value, working } = props;
  const off = working || props.disabled;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!working) field.current?.focus();
  }, [working]);

  const type = (next: string) => {
    if (!off) props.onChange(next.replace(/\D/g, '').slice(0, pinLength));
  };
  const key = (digit: number) => (
    <Button
      key={digit}
      variant="default"
      className={classes.key}
      aria-label={m.pin.digit(digit)}
      disabled={off}
      onClick={() => {
        type(value + String(digit));
      }}
    >
      {digit}
    </Button>
  );
  return (
    <>
      <TextInput
        ref={field}
        label={props.label}
        value={value}
        onChange={(event) => {
          type(event.currentTarget.value);
        }}
        // The pad is the keyboard; a hardware keyboard types here too.
        inputMode="none"
        autoComplete="off"
        disabled={props.disabled}
        classNames={{ input: classes.field ?? '' }}
        rightSection={working ? <Loader size="sm" aria-label={m.pin.checking} /> : null}
      />
      {props.children}
      <div className={classes.keys}>
        {digits.map(key)}
        <span />
        {key(0)}
        <ActionIcon
          variant="default"
          className={classes.key}
          aria-label={m.pin.erase}
          disabled={off || value === ''}
          onClick={() => {
            type(value.slice(0, -1));
          }}
        >
          <IconBackspace size={32} aria-hidden />
        </ActionIcon>
      </div>
    </>
  );
}
