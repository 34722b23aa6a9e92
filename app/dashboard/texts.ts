import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';
import type { PartOfDay, TileKey } from './rules.ts';

const tiles: Readonly<Record<TileKey, string>> = {
  users: 'Users',
  roles: 'Roles',
  bodies: 'Committees',
  positions: 'Positions',
};

/** Texts of the dashboard. */
export const texts = {
  title: 'Dashboard',
  greeting: (part: PartOfDay, name: string) => `Good ${part}, ${name}`,
  noRole: 'You have no role yet. Ask an administrator for one.',
  attention: 'Needs attention',
  calm: 'Nothing needs your attention.',
  warnings: 'Warnings',
  allWarnings: 'All warnings',
  proposals: 'Proposals',
  allProposals: 'All proposals',
  suggestions: 'Suggestions',
  allSuggestions: 'All suggestions',
  actions: 'My actions',
  allActions: 'All my actions',
  waits: { submitted: 'To review', under_review: 'To approve', open: 'Open' },
  overdue: 'Overdue',
  due: (committee: string, day: string) => `${committee}, due ${day}`,
  accounts: 'Accounts',
  allUsers: 'All users',
  withoutRole: (count: number) => `${counted(count, 'user has', 'users have')} no role`,
  withoutRoleMore: 'They can sign in but see an empty menu.',
  attend: 'To do',
  mine: 'My committees',
  mineCaption: 'Committees where I have a position',
  noPosition: 'You have no position in a committee.',
  columns: {
    committee: 'Committee',
    position: 'My position',
    short: 'Position',
    next: 'Next meeting',
    vacancies: 'Vacancies',
  },
  none: 'None',
  nextAt: (day: string, time: string) => `${day}, ${time}`,
  activity: 'Recent activity',
  noActivity: 'No changes yet.',
  auditLog: 'Audit log',
  overview: 'Overview',
  summary: 'Summary',
  tiles,
} satisfies Texts;
