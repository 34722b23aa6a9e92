import { sql } from 'kysely';
import type { Related } from '../ontology/list/index.ts';
import { relatedBy } from '../ontology/permissions.ts';

/** A user as pages and the API show them. */
export interface UserFacts {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly isActive: boolean;
  /** In their order, whether active or not. */
  readonly roles: readonly Related[];
  readonly version: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The columns of `UserFacts`, of the user `e`. */
export const userFacts = sql`e.id, e.name as username, e.label as "displayName", e.is_active as "isActive", e.version,
  e.created_at as "createdAt", e.updated_at as "updatedAt",
  coalesce(e.properties ->> 'email', '') as email,
  coalesce((select json_agg(json_build_object('id', role.id::text, 'name', role.name, 'label', role.label) order by role.sort_order, role.id)
    from relations held join entities role on role.id = held.target_id
    where held.source_id = e.id and ${relatedBy('held', 'has_role')}), '[]') as roles`;
