import { entity, relation, type SeedEntity, type SeedRelation } from '../model.ts';
import { permissionCodes } from './declared.ts';

/**
 * The two roles of every installation. New users get the one marked `is_default`, of which there is
 * exactly one (spec roles#default-role).
 */
export const roles: readonly SeedEntity[] = [
  entity(
    'role',
    'admin',
    'Administrator',
    { description: 'Full access to everything, users and settings included.' },
    1,
  ),
  entity(
    'role',
    'user',
    'User',
    { description: 'Ordinary access for people who have no other role yet.', is_default: '1' },
    2,
  ),
];

/**
 * The initial administrator. Its password comes from the configuration or is generated once (see
 * ../credentials.ts).
 */
export const administrator: SeedEntity = entity('user', 'admin', 'Administrator', {
  email: 'admin@example.com',
});

export const roleRelations: readonly SeedRelation[] = [
  ...grants('admin', permissionCodes()),
  ...grants('user', ['dashboard.view', 'users.list']),
  relation('has_role', 'user:admin', 'role:admin'),
];

/** Relations that grant every permission in `codes` to `role`. */
export function grants(role: string, codes: readonly string[]): readonly SeedRelation[] {
  return codes.map((code) => relation('has_permission', `role:${role}`, `permission:${code}`));
}
