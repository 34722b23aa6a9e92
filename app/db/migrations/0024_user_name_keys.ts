import type { Migration } from '../migration.ts';

/**
 * No two users whose names are the same (docs/decisions/031-one-canonical-user-name.md). Where there are two, the index can't be built and
 * the message names them: rename one on its page.
 */
export const userNameKeys: Migration = {
  id: '0024',
  name: 'user_name_keys',
  outsideTransaction: true,
  statements: [
    `create unique index concurrently if not exists user_name_keys on entities (user_name_key(name)) where entity_type = 'user'`,
  ],
};
