import { inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, removeEntities, uniqueName } from '../ontology/entities.ts';
import { moved, placesOf, type Target } from '../ontology/order.ts';
import { refuse, refuseConflict, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Collection } from './collection.ts';
import type { Values } from './fields.ts';
import type { PathIds } from './path.ts';
import { findPath, listItems } from './queries.ts';

interface InPath {
  readonly path: PathIds;
}
interface Item extends InPath {
  readonly id: string;
}

/** The target of an action. */
export interface Done {
  readonly id: string;
  readonly label: string;
}

/** The changes of a collection; each returns the item. */
export function commandsOf(collection: Collection) {
  const { type, relation, order, actions, mayDelete } = collection;
  const may =
    typeof collection.may === 'string'
      ? collection.may
      : inItsBody<InPath>(collection.may, ({ path }) => path[0] ?? '0');

  const hold = async (tx: Tx, { path }: InPath): Promise<readonly EntitySnapshot[]> => {
    const parents = await findPath(tx, collection.parents, path, { lock: true });
    if (parents === undefined) throw refuseMissing();
    return parents;
  };
  /** The item, with the parents in its path, all locked. */
  const open = async (tx: Tx, { path, id }: Item) => {
    const own = { param: '', type, ...(relation === undefined ? {} : { relation }) };
    const found = await findPath(tx, [...collection.parents, own], [...path, id], { lock: true });
    const item = found?.at(-1);
    if (item === undefined) throw refuseMissing();
    return { item, target: targetOf(item, found ?? []) };
  };
  const targetOf = (item: EntitySnapshot, parents: readonly EntitySnapshot[]): EntitySnapshot =>
    (collection.auditsParent && parents[0]) || item;
  const number = async (tx: Tx, ids: readonly string[]): Promise<void> => {
    if (order !== undefined) await writePropertyOfEach(tx, order, placesOf(ids));
  };
  const idsIn = async (tx: Tx, path: PathIds): Promise<readonly string[]> =>
    (await listItems(tx, collection, path)).map(({ id }) => id);

  const create = command<InPath & { readonly values: Values }, Done>(
    actions.created,
    { may },
    async (tx, { input: { path, values } }) => {
      const parents = await hold(tx, { path });
      const { label = '', ...properties } = values;
      const item = await insertEntity(tx, {
        type,
        name: uniqueName(label),
        label,
        texts: stored(properties),
      });
      const parent = path.at(-1);
      if (relation !== undefined && parent !== undefined)
        await relate(tx, [{ type: relation, source: item.id, target: parent }]);
      await collection.relate?.(item, values, tx);
      if (order !== undefined) await number(tx, await idsIn(tx, path));
      return saved({ target: targetOf(item, parents), after: factsOf(item), value: doneTo(item) });
    },
  );

  const update = command<
    Item & { readonly version?: string | undefined; readonly values: Values },
    Done
  >(actions.updated, { may }, async (tx, { input }) => {
    const { item: before, target } = await open(tx, input);
    if (input.version !== undefined && input.version !== before.version)
      throw refuseConflict(before, input.version);
    const { label = before.label, ...properties } = input.values;
    const texts = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, value === '' ? undefined : value]),
    );
    const after = await changeEntity(tx, before, { label, texts });
    await collection.relate?.(after, input.values, tx);
    return saved({ target, before: factsOf(before), after: factsOf(after), value: doneTo(after) });
  });

  const remove = command<Item, Done>(actions.deleted, { may }, async (tx, { input }) => {
    const { item, target } = await open(tx, input);
    const reasons = (await mayDelete?.(item, tx)) ?? [];
    if (reasons.length > 0)
      throw refuse(
        reasons.map((message) => ({ message })),
        409,
      );
    const owned = (await removeEntities(tx, [item.id])).length - 1;
    if (order !== undefined) await number(tx, await idsIn(tx, input.path));
    const details = owned === 0 ? {} : { details: { count: owned } };
    return saved({ target, before: factsOf(item), ...details, value: doneTo(item) });
  });

  const move = command<
    Item & { readonly to: Target },
    Done & { readonly place: number; readonly of: number }
  >(actions.moved ?? actions.updated, { may }, async (tx, { input }) => {
    const { item, target } = await open(tx, input);
    const ids = await idsIn(tx, input.path);
    const after = moved(ids, input.id, input.to);
    if (after !== undefined) await number(tx, after);
    const place = (after ?? ids).indexOf(input.id) + 1;
    const change = {
      ...{ target, before: { place: ids.indexOf(input.id) + 1 }, after: { place } },
      details: { label: item.label },
    };
    return savedAll(after === undefined ? [] : [change], {
      ...{ id: item.id, label: item.label, place, of: ids.length },
    });
  });

  const activate = async (tx: Tx, input: Item, isActive: boolean) => {
    const { item, target } = await open(tx, input);
    const after = await changeEntity(tx, item, { isActive });
    return saved({ target, before: factsOf(item), after: factsOf(after), value: doneTo(after) });
  };
  const archive = command<Item, Done>(
    actions.archived ?? actions.updated,
    { may },
    (tx, { input }) => activate(tx, input, false),
  );
  const restore = command<Item, Done>(
    actions.restored ?? actions.updated,
    { may },
    (tx, { input }) => activate(tx, input, true),
  );

  return { create, update, remove, move, archive, restore };
}

const doneTo = ({ id, label }: EntitySnapshot): Done => ({ id, label });

/** Empty texts are not stored. */
const stored = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

const factsOf = ({ label, isActive, properties }: EntitySnapshot) => ({
  ...{ label, active: isActive },
  ...properties,
});
