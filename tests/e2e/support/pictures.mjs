// Makes the documentation's pictures out of the screens that `npm run screens` wrote: palette and size
// small enough for a repository. The faces on them are drawn.
import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';

const limit = 60_000;
const screens = new URL('../test-results/screens/', import.meta.url);
const docs = new URL('../../../docs/', import.meta.url);

/** Name in docs/ and the screen it shows. */
const pictures = {
  'tablet-vote': 'tablet-21-vote-light',
  'tablet/idle': 'tablet-07-idle-light',
  'tablet/camera-stopped': 'tablet-08-camera-stopped-light',
  'tablet/disarmed': 'tablet-09-disarmed-dark',
  'tablet/offline': 'tablet-10-offline-light',
  'tablet/people': 'tablet-20-people-alert-light',
  'tablet/own-pin': 'tablet-15-own-pin-weak-light',
  'tablet/vote-maori': 'tablet-21-vote-mi-light',
  'tablet/vote-offline': 'tablet-37-vote-offline-light',
  'tablet/vote-no-certificate': 'tablet-61-vote-no-certificate-light',
  'tablet/waiting': 'tablet-23-waiting-light',
  'tablet/confirmed': 'tablet-25-confirmed-dark',
  'tablet/someone-else': 'tablet-26-someone-else-light',
  'tablet/recorded': 'tablet-28-recorded-light',
  'tablet/record': 'tablet-30-record-light',
  'tablet/to-record': 'tablet-31-idle-to-record-light',
  'tablet/frozen': 'tablet-33-frozen-light',
  'tablet/rejected': 'tablet-34-rejected-light',
  'tablet/expired': 'tablet-38-expired-light',
  'tablet/drill': 'tablet-41-drill-wrong-dark',
  'tablet/card': 'tablet-50-card-light',
  'tablet/dispute-offline': 'tablet-53-dispute-offline-light',
  'tablet/lesson': 'tablet-62-lesson-light',
  'tablet/question': 'tablet-63-question-light',
  'tablet/failed': 'tablet-65-failed-light',
  'tablet/passed': 'tablet-67-passed-light',
  'tablet/pair': 'tablet-01-pair-light',
  'tablet/password': 'tablet-03-password-light',
  'tablet/store': 'tablet-04-store-light',
  'tablet/pin-wrong': 'tablet-06-pin-wrong-light',
  'tablet/locked-out': 'tablet-70-locked-out-light',
  'tablet/language': 'tablet-07-language-light',
  'tablet/still-there': 'tablet-11-still-there-light',
  'tablet/signed-out': 'tablet-12-signed-out-light',
  'tablet/sign-out-owed': 'tablet-71-sign-out-owed-light',
  'tablet/unreachable': 'tablet-16-unreachable-light',
  'tablet/update': 'tablet-74-update-light',
  'tablet/cameras-failed': 'tablet-78-cameras-failed-dark',
  'tablet/certificate-ends': 'tablet-68-ending-light',
  'tablet/queue': 'tablet-35-queue-light',
  'tablet/gathering': 'tablet-81-gathering-light',
  'tablet/picture-failed': 'tablet-82-picture-failed-light',
  'tablet/vote-refused': 'tablet-83-vote-refused-light',
  'tablet/time-up': 'tablet-84-time-up-light',
  'tablet/hand-over': 'tablet-24-hand-over-light',
  'tablet/confirmed-offline': 'tablet-86-confirmed-offline-light',
  'tablet/record-disputed': 'tablet-52-record-disputed-light',
  'tablet/case': 'tablet-89-idle-case-light',
  'tablet/past-drills': 'tablet-42-past-drills-light',
  'tablet/look-over': 'tablet-64-look-over-light',
  'tablet/phone-idle-maori': 'phone-08-camera-stopped-mi-light',
  'tablet/phone-confirmed-maori': 'phone-25-confirmed-mi-light',
  'tablet/phone-vote': 'phone-21-vote-dark',
  'tablet/phone-card': 'phone-50-card-light',
};

mkdirSync(new URL('tablet/', docs), { recursive: true });
for (const [name, screen] of Object.entries(pictures)) {
  const picture = sharp(new URL(`${screen}.png`, screens).pathname);
  const { width = 0 } = await picture.metadata();
  const png = await picture
    .resize({ width: Math.min(width, 960) })
    .png({ palette: true, colours: 64, effort: 10 })
    .toBuffer();
  if (png.length > limit) throw new Error(`${name} has ${png.length} bytes, more than ${limit}.`);
  writeFileSync(new URL(`${name}.png`, docs), png);
  console.log(`${String(png.length).padStart(7)}  docs/${name}.png`);
}
