import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Refusal, type TabletPerson } from '@retailguard/api';
import { type SubmitEvent, useState } from 'react';
import type { TabletSession } from '../session/tabletSession';
import { useMessages } from '../text/useMessages';
import { Centred } from './Centred';
import { PinField, pinLength } from './PinField';
import { Problem } from './Problem';

type Step = 'password' | 'choose' | 'repeat';

const passwordLength = 12;

/**
 * The first PIN, or a forgotten one: the person proves themself by password and alone knows the new PIN. Who has no password yet
 * chooses one with the code of their invitation.
 */
export function ChoosePin({
  person,
  tablet,
  onBack,
}: {
  person: TabletPerson;
  tablet: TabletSession;
  onBack: () => void;
}) {
  const m = useMessages();
  const [step, setStep] = useState<Step>('password');
  const [password, setPassword] = useState('');
  const [invitation, setInvitation] = useState('');
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
      await tablet.signInByOwnPin({
        personId: person.id,
        password,
        pin: own,
        ...(person.hasPassword ? {} : { invitation }),
      });
    } catch (error) {
      const refusal = Refusal.in(error);
      const aboutPassword =
        refusal.status === 401 || refusal.status === 423 || /^(password|invitation)-/.test(refusal.code);
      go(aboutPassword ? 'password' : 'choose', refusal);
    }
  }

  if (step === 'password') {
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      go('choose');
    };
    return (
      <Centred
        title={m.ownPin.title(person.name)}
        text={person.hasPassword ? m.ownPin.text : m.ownPin.firstText}
      >
        <form onSubmit={submit}>
          <Stack gap="lg">
            {!person.hasPassword && (
              <TextInput
                label={m.ownPin.invitation}
                description={m.ownPin.invitationHelp}
                value={invitation}
                onChange={(event) => {
                  setInvitation(event.currentTarget.value);
                }}
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                autoFocus
              />
            )}
            <PasswordInput
              label={person.hasPassword ? m.ownPin.password : m.ownPin.newPassword}
              description={person.hasPassword ? undefined : m.ownPin.newPasswordRule}
              value={password}
              onChange={(event) => {
                setPassword(event.currentTarget.value);
              }}
              autoComplete={person.hasPassword ? 'off' : 'new-password'}
              visibilityToggleButtonProps={{ 'aria-label': m.password.show }}
              autoFocus={person.hasPassword}
            />
            <Problem text={problem} />
            <Button
              type="submit"
              disabled={
                person.hasPassword ? password === '' : invitation === '' || password.length < passwordLength
              }
            >
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
