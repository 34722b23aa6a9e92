import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity } from '../ontology/entities.ts';
import { findEntityByName } from '../ontology/lookup.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { columnsFrom, columnsText } from '../ui/column-choice.ts';
import type { SavedView } from './person.ts';
import {
  mostViews,
  savedViewsFrom,
  savedViewsText,
  viewsKey,
  withoutView,
  withView,
} from './saved-views.ts';
import { userColumns } from './schema.ts';
import { texts } from './texts.ts';

const columnsKey = 'pref.users_table_columns';
const columnsSetting = 'users_table_columns';

/** Saves the actor's column order; unknown columns are dropped (spec people#columns). */
export const keepColumns = command<{ readonly columns: string }, undefined>(
  'account.preferences_updated',
  { may: 'users.list' },
  async (tx, { actor, input }) => {
    const reader = await lockEntity(tx, 'user', actor.id ?? '0');
    const text = columnsText(columnsFrom(userColumns, input.columns));
    const after = await changeEntity<'user'>(tx, reader, { properties: { [columnsKey]: text } });
    return saved({
      target: { type: 'user', id: reader.id, label: reader.label },
      before: { columns: reader.properties[columnsKey] },
      after: { columns: after.properties[columnsKey] },
      value: undefined,
    });
  },
);

/** Makes a column order the default for users without their own. */
export const setColumnsForEveryone = command<{ readonly columns: string }, undefined>(
  'setting.updated',
  { may: 'settings.manage' },
  async (tx, { input }) => {
    const value = columnsText(columnsFrom(userColumns, input.columns));
    const known = await findEntityByName(tx, 'setting', columnsSetting);
    const setting = known === undefined ? undefined : await lockEntity(tx, 'setting', known.id);
    if (setting === undefined) {
      const made = await insertEntity(tx, {
        type: 'setting',
        name: columnsSetting,
        label: texts.columnsSetting,
        properties: { value },
      });
      return saved({
        target: { type: 'setting', id: made.id, label: made.label },
        after: { value },
        value: undefined,
      });
    }
    await changeEntity<'setting'>(tx, setting, { properties: { value } });
    return saved({
      target: { type: 'setting', id: setting.id, label: setting.label },
      before: { value: setting.properties['value'] },
      after: { value },
      value: undefined,
    });
  },
);

/** Saves a view under a name; replaces a view of the same name. */
export const saveView = command<SavedView, string>(
  'account.preferences_updated',
  { may: 'users.list' },
  async (tx, { actor, input }) => {
    const reader = await lockEntity(tx, 'user', actor.id ?? '0');
    const before = savedViewsFrom(reader.properties[viewsKey] ?? null);
    const after = withView(before, input);
    if (after.length > mostViews)
      throw refuse({ field: 'name', message: texts.views.tooMany(mostViews) });
    await changeEntity<'user'>(tx, reader, { texts: { [viewsKey]: savedViewsText(after) } });
    return saved({
      target: { type: 'user', id: reader.id, label: reader.label },
      before: { views: before.map(({ name }) => name) },
      after: { views: after.map(({ name }) => name) },
      value: input.name,
    });
  },
);

/** Deletes a saved view. */
export const removeView = command<{ readonly name: string }, string>(
  'account.preferences_updated',
  { may: 'users.list' },
  async (tx, { actor, input }) => {
    const reader = await lockEntity(tx, 'user', actor.id ?? '0');
    const before = savedViewsFrom(reader.properties[viewsKey] ?? null);
    const after = withoutView(before, input.name);
    await changeEntity<'user'>(tx, reader, {
      texts: { [viewsKey]: after.length === 0 ? undefined : savedViewsText(after) },
    });
    return saved({
      target: { type: 'user', id: reader.id, label: reader.label },
      before: { views: before.map(({ name }) => name) },
      after: { views: after.map(({ name }) => name) },
      value: input.name,
    });
  },
);
