import type { z } from 'zod';
import { command } from '../ontology/command.ts';
import { changeEntity, lockEntity } from '../ontology/entities.ts';
import { saved } from '../ontology/outcome.ts';
import type { entryInput } from './schema.ts';

/** Renames, moves, shows or hides a menu entry. Gives back its label. */
export const updateEntry = command<z.output<typeof entryInput> & { readonly id: string }, string>(
  'menu.updated',
  { may: 'roles.manage' },
  async (tx, { input: { id, version, label, place, active } }) => {
    const before = await lockEntity(tx, 'nav_item', id, { version });
    const after = await changeEntity(tx, 'nav_item', before, { label, sortOrder: place, isActive: active === 'true' });
    return saved({ target: after, before, after, value: label });
  },
);
