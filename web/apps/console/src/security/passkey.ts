/** Passkeys of this browser, between the server's JSON and the browser's own objects. */
import { Refusal } from '@retailguard/api';

/** Whether this browser can, on this address: passkeys work on a host name, not on a bare number. */
export const hasPasskeys = () =>
  typeof PublicKeyCredential !== 'undefined' &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  !/^[\d.]+$|^\[/.test(location.hostname);

const stopped = new Refusal(
  'passkey-stopped',
  'No passkey was used: it was stopped, or took too long. Try again.',
);

/** JSON that only WebAuthn describes: the API names none of its fields. */
type Described = Record<string, never>;

async function answer(asking: Promise<Credential | null>): Promise<Described> {
  try {
    const credential = await asking;
    if (credential instanceof PublicKeyCredential) return credential.toJSON() as unknown as Described;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  throw stopped;
}

/** @param options As the server gave them. */
export const makePasskey = (options: unknown) =>
  answer(
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  );

/** @param options As the server gave them. */
export const askPasskey = (options: unknown) =>
  answer(
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
        options as PublicKeyCredentialRequestOptionsJSON,
      ),
    }),
  );
