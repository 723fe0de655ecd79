import type { AssessmentDesk, AssessmentStanding } from '../api/shapes';

export const standingTitle: Record<AssessmentStanding, string> = {
  missing: 'No assessment is approved',
  stale: 'What was assessed has changed',
  lapsed: 'The review is overdue',
  ending: 'In force; its review is due within 30 days',
  inForce: 'In force',
};

/** What it means for the stores. */
export const standingAbout: Record<AssessmentStanding, string> = {
  missing: 'No store matches anybody until two people have approved one.',
  stale: 'No store matches anybody until two people have approved an assessment of how it is now.',
  lapsed: 'No store matches anybody until two people have approved a new version.',
  ending: 'When that day comes without a new version, every store stops.',
  inForce: 'It judges what the product does now.',
};

export const isGood = (standing: AssessmentStanding) => standing === 'inForce' || standing === 'ending';

/** The parts of an assessment as they are written: some belong together. */
export const sections: { title: string; about: string; fields: string[] }[] = [
  {
    title: 'Purpose and harm',
    about:
      'What harm is to be lessened, who suffers it, and what shows it. Name where evidence can be found.',
    fields: ['purpose', 'harmEvidence'],
  },
  {
    title: 'Alternatives',
    about: 'What gentler means were tried, and why they are not enough.',
    fields: ['alternativesTried', 'alternativesResult'],
  },
  {
    title: 'Benefit against risk',
    about: 'What good is expected and how it is measured, who may be harmed, and what lessens that.',
    fields: ['benefit', 'risks', 'safeguards'],
  },
  {
    title: 'Effect on Māori',
    about: 'Who was asked, what they said, and what was changed because of it.',
    fields: ['maoriAsked', 'maoriSaid', 'maoriChanged'],
  },
  {
    title: 'Sharing',
    about: 'With whom, and on what ground; or that nothing is shared.',
    fields: ['sharing'],
  },
  {
    title: 'Keeping and seeing',
    about: 'What is kept and why no shorter, who sees it, and how people get at what is held of them.',
    fields: ['retention', 'access'],
  },
  {
    title: 'Accuracy',
    about: 'How often it errs, measured on whom and by whom.',
    fields: ['accuracyEvidence'],
  },
  {
    title: 'For customers, and the review',
    about: 'The summary stands on each store’s page. The review comes after 12 months at the latest.',
    fields: ['publicSummary', 'reviewMonths'],
  },
];

/** A sentence of the server that begins with a part's field: the field, and what is missing. */
export function missingPart(sentence: string): { field: string; heading: string } {
  const [field = '', heading = ''] = sentence.split(' is missing: ');
  return { field, heading: heading.replace(/\.$/, '') };
}

/** What an administrator reads on Today; null when nothing waits. */
export function assessmentWaits({ standing, waiting }: AssessmentDesk): string | null {
  if (waiting?.whyNotYou === null)
    return `Version ${waiting.version} of the privacy impact assessment waits for ${waiting.first === null ? 'two people' : 'a second person'} to approve it.`;
  return standing === 'inForce'
    ? null
    : standing === 'ending'
      ? 'The review of the privacy impact assessment is due; otherwise every store stops.'
      : `${standingTitle[standing]}, so no store matches anybody.`;
}
