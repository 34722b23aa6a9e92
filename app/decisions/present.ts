import type { Decision, NamedDecision } from './decision.ts';
import { texts } from './texts.ts';

/** "2026/14"; a word if an import brought no number. */
export const numberOf = ({ year, number }: Pick<NamedDecision, 'year' | 'number'>): string =>
  year === null || number === null ? texts.unnumbered : `${year}/${number}`;

/** How to cite a decision: committee, number, day (spec decisions#citation). */
export const citationOf = (
  decision: Pick<Decision, 'year' | 'number' | 'committee' | 'at'>,
  day: (at: Date) => string,
): string =>
  texts.citation(decision.committee?.label ?? '', numberOf(decision), day(new Date(decision.at)));

/** A file name for a decision. */
export const fileName = ({ id, year, number }: NamedDecision, extension: string): string =>
  `decision-${year === null || number === null ? id : `${year}-${number}`}.${extension}`;
