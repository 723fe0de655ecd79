import { readFileSync } from 'node:fs';

/** What RETAILGUARD_E2E gives: this object as JSON, or the path of a file that holds it. */
export interface Setup {
  /** e.g. http://127.0.0.1:5080 */
  baseUrl: string;
  tenant: string;
  administrator: HeadOfficePerson;
  /** Made by nobody of the retailer, as the first: one vouches for whom the other made. */
  secondAdministrator: HeadOfficePerson;
  /** Loss prevention, then the privacy officer. */
  headOffice: HeadOfficePerson[];
  /** The first one is used. */
  stores: {
    id: string;
    name: string;
    /** At least three that were not used yet: for the tablets that stay, and one that is revoked. */
    tabletCodes: string[];
    /** At least two, who may vote. */
    people: Person[];
  }[];
  /** POST here makes one alert; without it the tests wait for the next one from video. */
  raiseUrl?: string;
  /** How long to wait for an alert from video, seconds; 180 unless told. */
  alertWithinSeconds?: number;
}

export interface SignIn {
  email: string;
  password: string;
}

/** Somebody of head office, who signs in with password and code. */
export interface HeadOfficePerson extends SignIn {
  name: string;
  /** Base32. */
  authenticatorKey: string;
}

export interface Person extends SignIn {
  id: string;
  name: string;
  pin: string;
}

export const tabletsNeeded = 2;

/** Where a paired tablet's cookies are kept between the tests of one run. */
export const cookiesOf = (number: number) => `test-results/tablet-${number}.json`;

export function readSetup(): Setup {
  const given = process.env.RETAILGUARD_E2E ?? '';
  if (given === '') {
    throw new Error(
      'Set RETAILGUARD_E2E to the setup as JSON or to the path of its file; see README.md here.',
    );
  }
  const setup = JSON.parse(given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8')) as Setup;
  const [store] = setup.stores;
  if (store === undefined || store.people.length < 2 || store.tabletCodes.length <= tabletsNeeded) {
    throw new Error('RETAILGUARD_E2E: the first store needs two people and three tabletCodes.');
  }
  return setup;
}
