import { Button, Checkbox, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { client, once } from '../api/http';
import type { Provider } from '../api/shapes';
import { Action } from '../parts/Action';
import { singleSignOnQuery } from './queries';

/** Sets the provider up, or changes it. */
export function SetProvider({ provider }: { provider: Provider | null }) {
  return (
    <Action
      trigger={(open) => <Button onClick={open}>{provider === null ? 'Set it up' : 'Change it'}</Button>}
      title="Your provider"
      about="Another issuer ends every link. Another issuer or client, and trusting its second factor, wait for another administrator’s approval; until then nobody signs in with it."
      initial={{
        name: provider?.name ?? '',
        issuer: provider?.issuer ?? '',
        clientId: provider?.clientId ?? '',
        clientSecret: '',
        userNameClaim: provider?.userNameClaim ?? 'email',
        domains: provider?.domains ?? [],
        onlyProvider: provider?.passwords === 'notForLinked',
        trustsSecondFactor: provider?.trustsSecondFactor ?? false,
        asksAfresh: provider?.asksAfresh ?? true,
      }}
      fields={(form) => (
        <>
          <TextInput
            label="Name"
            description="On the button: Sign in with …"
            required
            maxLength={60}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Issuer"
            description="An https address, letter for letter as the provider calls itself"
            required
            maxLength={300}
            {...form.getInputProps('issuer')}
          />
          <TextInput label="Client ID" required maxLength={200} {...form.getInputProps('clientId')} />
          <PasswordInput
            label="Client secret"
            description={
              provider === null
                ? 'Kept sealed, and never shown again'
                : 'Leave it empty to keep the one that is there'
            }
            required={provider === null}
            maxLength={500}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
            {...form.getInputProps('clientSecret')}
          />
          <TextInput
            label="Claim"
            description="How people recognise their account there: email or preferred_username, say. Links go by the provider’s own id of it."
            required
            maxLength={60}
            {...form.getInputProps('userNameClaim')}
          />
          <TagsInput
            label="E-mail domains that are let in"
            description="None lets in every account that is linked"
            {...form.getInputProps('domains')}
          />
          <Checkbox
            label="Linked people sign in with it only, in a browser; administrators keep their password"
            {...form.getInputProps('onlyProvider', { type: 'checkbox' })}
          />
          <Checkbox
            label="Its second factor counts here (amr: mfa)"
            {...form.getInputProps('trustsSecondFactor', { type: 'checkbox' })}
          />
          <Checkbox
            label="It asks for credentials at each sign-in"
            {...form.getInputProps('asksAfresh', { type: 'checkbox' })}
          />
        </>
      )}
      label="Save"
      send={({ onlyProvider, clientSecret, ...rest }) =>
        once<unknown>((signal) =>
          client.PUT('/api/single-sign-on', {
            body: {
              ...rest,
              clientSecret: clientSecret === '' ? null : clientSecret,
              passwords: onlyProvider ? 'notForLinked' : 'allowed',
            },
            signal,
          }),
        )
      }
      changes={[singleSignOnQuery.queryKey]}
      done="Saved."
    />
  );
}
