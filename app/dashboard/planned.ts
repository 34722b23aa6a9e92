import { texts } from './texts.ts';

/**
 * Features of the product that are planned, each with the address that its page will have. One that
 * has its page is left out by itself, and its line goes with the feature's next change.
 */
export const planned = [
  { label: texts.features.committees, to: '/tor' },
  { label: texts.features.meetings, to: '/meetings' },
  { label: texts.features.proposals, to: '/workflow' },
  { label: texts.features.minutes, to: '/minutes' },
  { label: texts.features.documents, to: '/documents' },
] as const;

/** What isn't there yet, by its label. Pure. */
export const missingFeatures = (isPage: (address: string) => boolean): readonly string[] =>
  planned.filter(({ to }) => !isPage(to)).map(({ label }) => label);
