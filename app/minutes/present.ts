import type { MinutesSection, Status } from './minutes.ts';
import { texts } from './texts.ts';

/** Title of a section; imported ones of the same type share it. */
export const titleOf = ({ type }: Pick<MinutesSection, 'type'>): string => texts.sections[type];

/** The text of a section without its own title, which pages and exports show as a heading. */
export function bodyOf(section: Pick<MinutesSection, 'type' | 'content'>): string {
  const [first = '', ...rest] = section.content.trimStart().split('\n');
  const isTitle =
    /^#{1,6}\s/.test(first) &&
    first.replace(/^#+\s+|\s+#*$/g, '').toLowerCase() === titleOf(section).toLowerCase();
  return (isTitle ? rest.join('\n') : section.content).trim();
}

/** Place of a status in the stepper; approved minutes are behind the last step. */
export const placeOf = (status: Status): number =>
  status === 'draft' ? 0 : status === 'pending_approval' ? 1 : 3;

/** `minutes-7.pdf` */
export const fileNameOf = (id: string, format: string): string => `minutes-${id}.${format}`;
