/**
 * Features of the product that are planned, each with the address that its page will have. One that
 * has its page is left out by itself, and its line goes with the feature's next change.
 */
export const planned = [
  { label: 'Committees and Terms of Reference', to: '/tor' },
  { label: 'Meetings and agendas', to: '/meetings' },
  { label: 'Proposals and decisions', to: '/workflow' },
  { label: 'Minutes', to: '/minutes' },
  { label: 'Documents', to: '/documents' },
] as const;

/** What isn't there yet, by its label. Pure. */
export const missingFeatures = (isPage: (address: string) => boolean): readonly string[] =>
  planned.filter(({ to }) => !isPage(to)).map(({ label }) => label);
