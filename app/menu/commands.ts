import type { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, lockEntity, placeEach } from '../ontology/entities.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { lockEntries } from './queries.ts';
import { arrange } from './rules.ts';
import type { entryInput } from './schema.ts';
import { type Move, type Standing, standingOf, type Tree, treeOf } from './tree.ts';

/** Renames an entry, shows or hides it, or moves it to another module. Returns its label. */
export const updateEntry = command<z.output<typeof entryInput> & { readonly id: string }, string>(
  'menu.updated',
  { may: 'roles.manage' },
  async (tx, { input: { id, version, label, module, active } }) => {
    const tree = treeOf(await lockEntries(tx));
    const before = await lockEntity(tx, 'nav_item', id, { version });
    const after = await changeEntity<'nav_item'>(tx, before, {
      label,
      isActive: active,
    });
    const from = standingOf(tree, id)?.module;
    const goes = module !== undefined && module !== from?.id && 'parent' in before.properties;
    const to = goes ? await carryOut(tx, tree, { id, module, before: undefined }) : from;
    return saved({
      target: after,
      before: { ...facts(before), module: from?.label },
      after: { ...facts(after), module: to?.label },
      value: label,
    });
  },
);

const facts = ({ label, isActive }: { readonly label: string; readonly isActive: boolean }) => ({
  label,
  shown: isActive,
});

export interface Moved {
  readonly label: string;
  readonly before: Standing | undefined;
  readonly after: Standing;
}

/** Moves a menu entry; its siblings are renumbered in the same transaction. */
export const moveEntry = command<Move, Moved>(
  'menu.updated',
  { may: 'roles.manage' },
  async (tx, { input }) => {
    const tree = treeOf(await lockEntries(tx));
    await carryOut(tx, tree, input);
    const entry = await lockEntity(tx, 'nav_item', input.id);
    const before = standingOf(tree, input.id);
    const after = standingOf(treeOf(await lockEntries(tx)), input.id);
    if (after === undefined) throw new Error('A moved entry has no place.');
    return saved({
      target: entry,
      before: inAudit(before),
      after: inAudit(after),
      value: { label: entry.label, before, after },
    });
  },
);

const inAudit = (standing: Standing | undefined) => ({
  ...(standing?.module === undefined ? {} : { module: standing.module.label }),
  place: standing?.number ?? null,
});

/**
 * Writes the order after a move; returns the entry's module. Ends the command if the move is not
 * allowed.
 */
async function carryOut(tx: Tx, tree: Tree, move: Move) {
  const arranged = arrange(tree, move);
  if (!arranged.ok) throw refuse(arranged.reason, arranged.status);
  await placeEach(tx, arranged.places);
  const { parent } = arranged;
  if (parent !== undefined)
    await writePropertyOfEach(tx, 'parent', new Map([[move.id, parent.name]]));
  return parent;
}
