import { Loader } from '@mantine/core';
import type { Api } from '@retailguard/api';
import { useState, useSyncExternalStore } from 'react';
import { UpdatePrompt } from './device/UpdatePrompt';
import { WorkingButton } from './device/WorkingButton';
import type { TabletSession } from './session/tabletSession';
import { SignedIn } from './SignedIn';
import { Centred } from './sign-in/Centred';
import { PairTablet } from './sign-in/PairTablet';
import { PasswordSignIn } from './sign-in/PasswordSignIn';
import { People } from './sign-in/People';
import { useMessages } from './text/useMessages';

export function App({ api, tablet }: { api: Api; tablet: TabletSession }) {
  return (
    <>
      <Screen api={api} tablet={tablet} />
      <UpdatePrompt />
    </>
  );
}

function Screen({ api, tablet }: { api: Api; tablet: TabletSession }) {
  const m = useMessages();
  const place = useSyncExternalStore(tablet.subscribe, tablet.getPlace);
  const [byPassword, setByPassword] = useState(false);

  switch (place.at) {
    case 'starting':
      return (
        <Centred title={m.starting}>
          <Loader aria-hidden />
        </Centred>
      );
    case 'unreachable':
      return (
        <Centred title={m.unreachable.title} text={m.unreachable.text}>
          <WorkingButton act={() => tablet.start()}>{m.unreachable.tryNow}</WorkingButton>
        </Centred>
      );
    case 'unpaired':
      return byPassword ? (
        <PasswordSignIn
          api={api}
          tablet={tablet}
          onBack={() => {
            setByPassword(false);
          }}
        />
      ) : (
        <PairTablet
          tablet={tablet}
          problem={place.problem}
          onUsePassword={() => {
            setByPassword(true);
          }}
        />
      );
    case 'people':
      return <People place={place} tablet={tablet} />;
    case 'signedIn':
      return <SignedIn key={place.session.person.id} place={place} api={api} tablet={tablet} />;
  }
}
