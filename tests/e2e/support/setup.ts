import { readFileSync } from 'node:fs';

/** What RETAILGUARD_E2E gives: this object as JSON, or the path of a file that holds it. */
export interface Setup {
  /** e.g. http://127.0.0.1:5080 */
  baseUrl: string;
  tenant: string;
  stores: {
    id: string;
    name: string;
    /** Unused pairing codes, one for each of two tablets. */
    tabletCodes: string[];
    people: { id: string; name: string; pin: string }[];
  }[];
  /** POST here makes one alert; without it the tests wait for the next one from video. */
  raiseUrl?: string;
  /** How long to wait for an alert from video, seconds; 180 unless told. */
  alertWithinSeconds?: number;
}

export function readSetup(): Setup {
  const given = process.env['RETAILGUARD_E2E'];
  if (given === undefined || given === '') {
    throw new Error('Set RETAILGUARD_E2E to the setup as JSON or to the path of its file; see tests/e2e/README.md.');
  }
  return JSON.parse(given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8')) as Setup;
}
