import { Button, Stack, TextInput } from '@mantine/core';
import { Refusal } from '@retailguard/api';
import { type SubmitEvent, useState } from 'react';
import type { TabletSession } from '../session/tabletSession';
import { useMessages } from '../text/useMessages';
import { Centred } from './Centred';
import { Problem } from './Problem';

/** ABCD-EFGH however it is typed. */
const asCode = (typed: string) => {
  const signs = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 8);
  return signs.length > 4 ? `${signs.slice(0, 4)}-${signs.slice(4)}` : signs;
};

export function PairTablet(props: {
  tablet: TabletSession;
  problem: Refusal | null;
  onUsePassword: () => void;
}) {
  const m = useMessages();
  const [code, setCode] = useState('');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState(props.problem);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setWorking(true);
    setProblem(null);
    props.tablet
      .pair(code)
      .catch((error: unknown) => {
        setProblem(Refusal.in(error));
      })
      .finally(() => {
        setWorking(false);
      });
  };

  return (
    <Centred title={m.pair.title} text={m.pair.text}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <TextInput
            label={m.pair.code}
            placeholder={m.pair.placeholder}
            value={code}
            onChange={(event) => {
              setCode(asCode(event.currentTarget.value));
            }}
            autoFocus
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            styles={{ input: { fontSize: '2rem', letterSpacing: '0.2em', textAlign: 'center' } }}
          />
          <Problem text={problem} />
          <Button type="submit" loading={working} disabled={code.length < 9}>
            {m.pair.submit}
          </Button>
        </Stack>
      </form>
      <Button variant="subtle" onClick={props.onUsePassword}>
        {m.pair.usePassword}
      </Button>
    </Centred>
  );
}
