import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type Api, type Named, Refusal } from '@retailguard/api';
import { type SubmitEvent, useState } from 'react';
import type { TabletSession } from '../session/tabletSession';
import { useMessages } from '../text/useMessages';
import { Centred } from './Centred';
import { Problem } from './Problem';

/** For a browser that is not paired: the person signs in and says at which store they are. */
export function PasswordSignIn({
  api,
  tablet,
  onBack,
}: {
  api: Api;
  tablet: TabletSession;
  onBack: () => void;
}) {
  const m = useMessages();
  const [who, setWho] = useState({ tenant: '', email: '', password: '' });
  const [stores, setStores] = useState<Named[] | null>(null);
  const [working, setWorking] = useState<string | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);

  async function attempt(storeId?: string) {
    setWorking(storeId ?? 'form');
    setProblem(null);
    try {
      const session = await api.signIn(storeId === undefined ? who : { ...who, storeId });
      if (session.store !== null) {
        tablet.enter({ ...session, store: session.store });
        return;
      }
      // A session belongs to a store from its start, so this one only serves to list the stores.
      const choice = await api.stores();
      await api.signOut();
      const [only, ...others] = choice;
      if (only !== undefined && others.length === 0 && storeId === undefined) await attempt(only.id);
      else setStores(choice);
    } catch (error) {
      setProblem(Refusal.in(error));
    } finally {
      setWorking(null);
    }
  }

  if (stores !== null) {
    return (
      <Centred title={m.password.chooseStore} {...(stores.length === 0 ? { text: m.password.noStores } : {})}>
        {stores.map((store) => (
          <Button
            key={store.id}
            variant="default"
            loading={working === store.id}
            disabled={working !== null}
            onClick={() => void attempt(store.id)}
          >
            {store.name}
          </Button>
        ))}
        <Problem text={problem} />
        <Button
          variant="subtle"
          onClick={() => {
            setStores(null);
          }}
        >
          {m.password.back}
        </Button>
      </Centred>
    );
  }

  const field = (name: keyof typeof who) => ({
    label: m.password[name],
    required: true,
    withAsterisk: false,
    value: who[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      setWho({ ...who, [name]: event.currentTarget.value });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void attempt();
  };
  return (
    <Centred title={m.password.title}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <TextInput {...field('tenant')} autoComplete="organization" autoCapitalize="none" autoFocus />
          <TextInput {...field('email')} type="email" autoComplete="username" />
          <PasswordInput
            {...field('password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': m.password.show }}
          />
          <Problem text={problem} />
          <Button type="submit" loading={working !== null}>
            {m.password.submit}
          </Button>
        </Stack>
      </form>
      <Button variant="subtle" onClick={onBack}>
        {m.password.back}
      </Button>
    </Centred>
  );
}
