import { texts } from './texts.ts';

/**
 * Planned features, each with the address of its future page. One whose page exists is omitted;
 * remove its line with the feature's next change.
 */
export const planned = [{ label: texts.features.map, to: '/governance/map' }] as const;

/** Labels of features that are not available yet. Pure. */
export const missingFeatures = (isPage: (address: string) => boolean): readonly string[] =>
  planned.filter(({ to }) => !isPage(to)).map(({ label }) => label);
