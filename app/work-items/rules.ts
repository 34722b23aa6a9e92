import { type BodyRequirement, inBody } from '../authority/index.ts';
import { type Tab, tabs } from './item.ts';

/** The requirement for the reader of a list in each committee (spec work-items#tabs). */
export const requirements: Readonly<Record<Tab, BodyRequirement>> = {
  suggestions: inBody('suggestion.view'),
  proposals: inBody('proposal.view'),
  agenda_points: inBody('agenda.view'),
};

/** The list that an address asks for: one of the reader's, or `none` for an unknown one. */
export function tabIn(asked: string | undefined, open: readonly Tab[]): Tab | 'none' | undefined {
  if (asked === undefined || asked === '') return undefined;
  return open.find((tab) => tab === asked) ?? 'none';
}

/** Whether the lists of all committees have those of every committee. */
export const seesAll = (permissions: ReadonlySet<string>): boolean =>
  permissions.has('workflow.manage') || permissions.has('tor.edit');

/** Lists that meet a condition, in order. */
export const tabsWith = (isOpen: (tab: Tab) => boolean): readonly Tab[] => tabs.filter(isOpen);
