import { command } from '../ontology/command.ts';
import { refused, savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { lockSettings } from './queries.ts';
import { decideSettings } from './rules.ts';
import type { SettingsInput } from './schema.ts';

/**
 * Changes settings: all that were sent or none. The audit log has an entry with the old and the new value for each, also when the change
 * switches the log off. Gives back how many changed.
 */
export const updateSettings = command<SettingsInput, number>(
  'setting.updated',
  { may: 'settings.manage', alwaysAudited: true },
  async (tx, { input }) => {
    const verdict = decideSettings(await lockSettings(tx, [...input.keys()]), input);
    if (!verdict.ok) return refused(verdict.reasons, verdict.status);
    await writePropertyOfEach(tx, 'value', new Map(verdict.changes.map(({ setting, value }) => [setting.id, value])));
    const changes = verdict.changes.map(({ setting: { id, name, label, value: before }, value }) => ({
      target: { type: 'setting', id, label },
      before: { value: before },
      after: { value },
      details: { setting: name },
    }));
    return savedAll(changes, changes.length);
  },
);
