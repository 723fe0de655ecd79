import { ActionIcon, Button, Loader, Stack, TextInput } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import { type Named, Refusal } from '@retailguard/api';
import { useEffect, useRef, useState } from 'react';
import type { TabletSession } from '../session/tabletSession';
import { sentenceOf } from '../text/sentenceOf';
import { useMessages } from '../text/useMessages';
import { Centred } from './Centred';
import classes from './PinPad.module.css';
import { Problem } from './Problem';

const pinLength = 6;
/** A pad that nobody uses gives way to the names, ms. */
const giveUpAfterMs = 60_000;
const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export function PinPad({
  person,
  tablet,
  onBack,
}: {
  person: Named;
  tablet: TabletSession;
  onBack: () => void;
}) {
  const m = useMessages();
  const [pin, setPin] = useState('');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [locked, setLocked] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const timer = setTimeout(onBack, giveUpAfterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [pin, problem, onBack]);

  function type(next: string) {
    if (working || locked) return;
    const digitsOnly = next.replace(/\D/g, '').slice(0, pinLength);
    setPin(digitsOnly);
    if (digitsOnly.length < pinLength) return;
    setWorking(true);
    setProblem(null);
    tablet
      .signInByPin(person.id, digitsOnly)
      .catch((error: unknown) => {
        setProblem(sentenceOf(error, m));
        setLocked(error instanceof Refusal && error.code === 'locked-out');
        setPin('');
      })
      .finally(() => {
        setWorking(false);
        field.current?.focus();
      });
  }

  const key = (digit: number) => (
    <Button
      key={digit}
      variant="default"
      className={classes.key}
      aria-label={m.pin.digit(digit)}
      disabled={working || locked}
      onClick={() => {
        type(pin + String(digit));
      }}
    >
      {digit}
    </Button>
  );

  return (
    <Centred title={m.pin.title(person.name)}>
      <Stack gap="md" className={classes.pad}>
        <TextInput
          ref={field}
          label={m.pin.label}
          value={pin}
          onChange={(event) => {
            type(event.currentTarget.value);
          }}
          // The pad is the keyboard; a hardware keyboard types here too.
          inputMode="none"
          autoComplete="off"
          autoFocus
          disabled={locked}
          classNames={{ input: classes.field ?? '' }}
          rightSection={working ? <Loader size="sm" aria-label={m.pin.checking} /> : null}
        />
        <Problem text={problem} />
        <div className={classes.keys}>
          {digits.map(key)}
          <span />
          {key(0)}
          <ActionIcon
            variant="default"
            className={classes.key}
            aria-label={m.pin.erase}
            disabled={working || locked || pin === ''}
            onClick={() => {
              type(pin.slice(0, -1));
            }}
          >
            <IconBackspace size={32} aria-hidden />
          </ActionIcon>
        </div>
        <Button variant="subtle" onClick={onBack}>
          {m.pin.back}
        </Button>
      </Stack>
    </Centred>
  );
}
