import { Button, Stack } from '@mantine/core';
import { type Named, Refusal } from '@retailguard/api';
import { useEffect, useState } from 'react';
import type { TabletSession } from '../session/tabletSession';
import { useMessages } from '../text/useMessages';
import { Centred } from './Centred';
import { PinField, pinLength } from './PinField';
import { Problem } from './Problem';

/** A pad that nobody uses gives way to the names, ms. */
const giveUpAfterMs = 60_000;

export function PinPad(props: {
  person: Named;
  tablet: TabletSession;
  onForgotten: () => void;
  onBack: () => void;
}) {
  const m = useMessages();
  const { person, tablet, onBack } = props;
  const [pin, setPin] = useState('');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const locked = problem?.code === 'locked-out';

  useEffect(() => {
    const timer = setTimeout(onBack, giveUpAfterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [pin, problem, onBack]);

  function type(next: string) {
    setPin(next);
    if (next.length < pinLength) return;
    setWorking(true);
    setProblem(null);
    tablet
      .signInByPin(person.id, next)
      .catch((error: unknown) => {
        setProblem(Refusal.in(error));
        setPin('');
      })
      .finally(() => {
        setWorking(false);
      });
  }

  return (
    <Centred title={m.pin.title(person.name)}>
      <Stack gap="md">
        <PinField label={m.pin.label} value={pin} working={working} disabled={locked} onChange={type}>
          <Problem text={problem} />
        </PinField>
        <Button variant={locked ? 'filled' : 'subtle'} onClick={props.onForgotten}>
          {m.pin.forgotten}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {m.pin.back}
        </Button>
      </Stack>
    </Centred>
  );
}
