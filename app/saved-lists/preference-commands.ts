import type { Tx } from '../db/database.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity } from '../ontology/entities.ts';
import { findEntityByName } from '../ontology/lookup.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { columnsFrom, columnsText } from '../ui/column-choice.ts';
import type { SavedList, ViewedPage } from './saved-list.ts';
import {
  mostViews,
  type SavedView,
  savedViewsFrom,
  savedViewsText,
  withoutView,
  withView,
} from './saved-views.ts';
import { texts } from './texts.ts';

/** The commands by which users keep columns and views of a list (spec lists#preferences). */
export function preferenceCommands(list: SavedList) {
  const { table, may, keys, setting } = list;
  const columnsIn = (columns: string) => columnsText(columnsFrom(table.columns, columns));

  /** Saves the actor's column order; unknown columns are dropped. */
  const keepColumns = command<{ readonly columns: string }, undefined>(
    'account.preferences_updated',
    { may },
    async (tx, { actor, input }) => {
      const reader = await lockEntity(tx, 'user', actor.id ?? '0');
      const text = columnsIn(input.columns);
      await changeEntity(tx, reader, { texts: { [keys.columns]: text } });
      return saved({
        target: own(reader),
        before: { columns: reader.properties[keys.columns] },
        after: { columns: text },
        value: undefined,
      });
    },
  );

  /** Makes a column order the default for users without their own. */
  const setColumnsForEveryone = command<{ readonly columns: string }, undefined>(
    'setting.updated',
    { may: 'settings.manage' },
    async (tx, { input }) => {
      const value = columnsIn(input.columns);
      const known = await findEntityByName(tx, 'setting', setting.name);
      if (known === undefined) {
        const made = await insertEntity(tx, {
          ...{ type: 'setting', ...setting },
          properties: { value },
        });
        return saved({ target: made, after: { value }, value: undefined });
      }
      const before = await lockEntity(tx, 'setting', known.id);
      await changeEntity<'setting'>(tx, before, { properties: { value } });
      return saved({
        target: { type: 'setting', id: before.id, label: before.label },
        before: { value: before.properties['value'] },
        after: { value },
        value: undefined,
      });
    },
  );

  return { ...viewCommands(list), keepColumns, setColumnsForEveryone };
}

/** The commands by which users keep views of a page (spec lists#preferences). */
export function viewCommands({ may, keys }: ViewedPage) {
  /** Changes the views of the actor. @param change makes them from those before */
  async function changeViews(
    tx: Tx,
    { actor, input: { name } }: Pick<CommandContext<{ readonly name: string }>, 'actor' | 'input'>,
    change: (before: readonly SavedView[]) => readonly SavedView[],
  ) {
    const reader = await lockEntity(tx, 'user', actor.id ?? '0');
    const before = savedViewsFrom(reader.properties[keys.views] ?? null);
    const after = change(before);
    const text = after.length === 0 ? undefined : savedViewsText(after);
    await changeEntity(tx, reader, { texts: { [keys.views]: text } });
    return saved({
      target: own(reader),
      ...{ before: namesIn(before), after: namesIn(after) },
      value: name,
    });
  }

  /** Saves a view under a name; replaces a view of the same name. */
  const saveView = command<SavedView, string>(
    'account.preferences_updated',
    { may },
    (tx, context) =>
      changeViews(tx, context, (before) => {
        const after = withView(before, context.input);
        if (after.length > mostViews)
          throw refuse({ field: 'name', message: texts.views.tooMany(mostViews) });
        return after;
      }),
  );

  /** Deletes a saved view. */
  const removeView = command<{ readonly name: string }, string>(
    'account.preferences_updated',
    { may },
    (tx, context) => changeViews(tx, context, (before) => withoutView(before, context.input.name)),
  );

  return { saveView, removeView };
}

const own = ({ id, label }: EntitySnapshot) => ({ type: 'user', id, label });

const namesIn = (views: readonly SavedView[]) => ({ views: views.map(({ name }) => name) });
