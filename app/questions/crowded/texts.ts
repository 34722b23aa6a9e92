import type { Texts } from '../../ui/texts.ts';
import { counted } from '../../ui/words.ts';

export const texts = {
  title: 'Who fills too many positions?',
  about: 'People with more positions than a limit, where, and how many permissions they have.',
  fields: { limit: 'More than', unit: 'positions' },
  summary: (people: number, limit: number) =>
    `${counted(people, 'person', 'people')} ${people === 1 ? 'fills' : 'fill'} more than ${counted(limit, 'position')} today.`,
  positions: (count: number) => counted(count, 'position'),
  of: (position: string, committee: string) => `${position} of ${committee}`,
  table: {
    title: 'People',
    empty: 'Nobody fills more positions than that.',
    person: 'Person',
    positions: 'Positions',
    committees: 'Committees',
    permissions: 'Permissions',
    where: 'Where',
  },
} as const satisfies Texts;
