import { Button, PasswordInput, Stack } from '@mantine/core';
import { type Named, Refusal } from '@retailguard/api';
import { type SubmitEvent, useState } from 'react';
import type { TabletSession } from '../session/tabletSession';
import { useMessages } from '../text/useMessages';
import { Centred } from './Centred';
import { PinField, pinLength } from './PinField';
import { Problem } from './Problem';

type Step = 'password' | 'choose' | 'repeat';

/** The first PIN, or a forgotten one: the person proves themself by password and alone knows the new PIN. */
export function ChoosePin({
  person,
  tablet,
  onBack,
}: {
  person: Named;
  tablet: TabletSession;
  onBack: () => void;
}) {
  const m = useMessages();
  const [step, setStep] = useState<Step>('password');
  const [password, setPassword] = useState('');
  const [chosen, setChosen] = useState('');
  const [pin, setPin] = useState('');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Refusal | null>(null);

  const go = (to: Step, why: Refusal | null = null) => {
    setStep(to);
    setPin('');
    setProblem(why);
  };

  function type(next: string) {
    setPin(next);
    if (next.length < pinLength) return;
    if (step === 'choose') {
      setChosen(next);
      go('repeat');
    } else if (next === chosen) {
      setWorking(true);
      void send(next).finally(() => {
        setWorking(false);
      });
    } else {
      go('choose', new Refusal('pins-differ'));
    }
  }

  async function send(own: string) {
    try {
      await tablet.signInByOwnPin(person.id, password, own);
    } catch (error) {
      const refusal = Refusal.in(error);
      const aboutPassword = refusal.status === 401 || refusal.status === 423;
      go(aboutPassword ? 'password' : 'choose', refusal);
    }
  }

  if (step === 'password') {
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      go('choose');
    };
    return (
      <Centred title={m.ownPin.title(person.name)} text={m.ownPin.text}>
        <form onSubmit={submit}>
          <Stack gap="lg">
            <PasswordInput
              label={m.ownPin.password}
              value={password}
              onChange={(event) => {
                setPassword(event.currentTarget.value);
              }}
              autoComplete="off"
              visibilityToggleButtonProps={{ 'aria-label': m.password.show }}
              autoFocus
            />
            <Problem text={problem} />
            <Button type="submit" disabled={password === ''}>
              {m.ownPin.next}
            </Button>
          </Stack>
        </form>
        <Button variant="subtle" onClick={onBack}>
          {m.pin.back}
        </Button>
      </Centred>
    );
  }

  return (
    <Centred title={step === 'choose' ? m.ownPin.choose : m.ownPin.repeat}>
      <Stack gap="md">
        <PinField
          // Each of the two starts with the focus in an empty field.
          key={step}
          label={m.pin.label}
          value={pin}
          working={working}
          disabled={false}
          onChange={type}
        >
          <Problem text={problem} />
        </PinField>
        <Button
          variant="subtle"
          onClick={() => {
            go(step === 'repeat' ? 'choose' : 'password');
          }}
        >
          {m.password.back}
        </Button>
      </Stack>
    </Centred>
  );
}
