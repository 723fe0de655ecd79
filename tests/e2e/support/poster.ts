import { type APIRequestContext, expect } from '@playwright/test';
import { toBuffer } from 'qrcode';

/** A picture of the poster that belongs at an entrance, as far as it matters: its square code. */
export async function photoOf(posterAddress: string) {
  const buffer = await toBuffer(posterAddress, { errorCorrectionLevel: 'M', margin: 4, scale: 8 });
  return { name: 'poster.png', mimeType: 'image/png', buffer };
}

interface Entrance {
  id: string;
  storeId: string;
  name: string;
  posterAddress: string | null;
}

/** All of the retailer's, as who asks reaches them. */
export const entrancesOf = async (request: APIRequestContext) =>
  (await (await request.get('/api/entrances')).json()) as Entrance[];

/** What somebody of the store photographs there. */
export function photoAt({ posterAddress }: Entrance) {
  if (posterAddress === null) throw new Error('No notice is published.');
  return photoOf(posterAddress);
}

/** The same sent at once, by who may. */
export async function photograph(request: APIRequestContext, entrance: Entrance) {
  const { buffer } = await photoAt(entrance);
  const answer = await request.post(`/api/entrances/${entrance.id}/attestations`, {
    data: buffer,
    headers: { 'Content-Type': 'image/jpeg' },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}
