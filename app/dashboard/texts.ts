import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';
import type { PartOfDay, TileKey } from './rules.ts';

const tiles: Readonly<Record<TileKey, string>> = { users: 'Users', roles: 'Roles', bodies: 'Bodies', positions: 'Positions' };

/** Words of the page on which people arrive. */
export const texts = {
  title: 'Dashboard',
  greeting: (part: PartOfDay, name: string) => `Good ${part}, ${name}`,
  noRole: 'You hold no role yet. An administrator can give you one.',
  attention: 'Needs attention',
  calm: 'Nothing is waiting for you.',
  warnings: 'Warnings',
  allWarnings: 'All warnings',
  accounts: 'Accounts',
  allUsers: 'All users',
  withoutRole: (count: number) => `${counted(count, 'person has', 'people have')} no role`,
  withoutRoleMore: 'They can sign in but see an empty menu',
  attend: 'Look after',
  mine: 'My Terms of Reference',
  mineCaption: 'Terms of Reference in which I hold a position',
  noPosition: 'You hold no position in any body.',
  columns: { body: 'Terms of Reference', position: 'My position', short: 'Position' },
  activity: 'Recent activity',
  noActivity: 'Nothing was changed yet.',
  auditLog: 'Audit log',
  overview: 'Overview',
  summary: 'Summary',
  features: {
    committees: 'Committees and Terms of Reference',
    meetings: 'Meetings and agendas',
    proposals: 'Proposals and decisions',
    minutes: 'Minutes',
    documents: 'Documents',
  },
  planned: 'Not available yet',
  plannedMore: 'These parts of the governance app are planned. People, roles, menus, settings, data and the audit log are ready to use.',
  tiles,
} satisfies Texts;
