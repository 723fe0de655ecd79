import { createHmac } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';
import type { HeadOfficePerson } from './setup';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const halfMinuteMs = 30_000;

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** The half minutes whose codes the server takes now: a phone's clock may be one off. Each code works once. */
export function stepsNow(): number[] {
  const now = Math.floor(Date.now() / halfMinuteMs);
  return [now - 1, now, now + 1];
}

/** What the person's authenticator app shows in a half minute (RFC 6238). */
export function codeOf({ authenticatorKey }: HeadOfficePerson, halfMinute: number): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(halfMinute));
  const hash = createHmac('sha1', bytesOf(authenticatorKey)).update(step).digest();
  const offset = hash.readUInt8(hash.length - 1) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Signs in with password and code. */
export async function signIn(
  request: APIRequestContext,
  baseUrl: string,
  tenant: string,
  person: HeadOfficePerson,
): Promise<void> {
  const { email, password } = person;
  await request.post(`${baseUrl}/api/sign-in`, { data: { tenant, email, password } });
  for (const step of stepsNow()) {
    const data = { code: codeOf(person, step) };
    if ((await request.post(`${baseUrl}/api/me/second-factor`, { data })).ok()) return;
  }
  throw new Error(`${person.name} cannot sign in: every code of this minute was used.`);
}
