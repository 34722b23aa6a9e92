import { AppError } from '../errors.ts';
import { systemActor } from '../ontology/actor.ts';
import { type CommandServices, command } from '../ontology/command.ts';
import { savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { isFixed, isKnown, requiredValue } from './catalogue.ts';
import type { SettingPolicy } from './judgement.ts';
import { lockSettingsByName } from './queries.ts';
import { canonical, problemOf } from './rules.ts';
import { texts } from './texts.ts';

/**
 * Validates the settings of the environment file against the catalogue: a process with invalid ones
 * must not start. Throws `configuration` with all problems at once.
 */
export function requirePinnable({ pinnedSettings, environment }: SettingPolicy): void {
  const problems = Object.entries(pinnedSettings).flatMap(([name, value]) => {
    if (!isKnown(name) || isFixed(name)) return [texts.pin.unknown(name)];
    const required = requiredValue(name, environment);
    if (required !== undefined && required !== value)
      return [texts.required(name, required, environment)];
    return problemOf({ name, label: name, type: 'text' }, value) ?? [];
  });
  if (problems.length === 0) return;
  throw new AppError('configuration', {
    message: problems.map((problem) => `PINNED_SETTINGS: ${problem}`).join('\n'),
  });
}

/**
 * Writes the settings of the environment file where they differ, each with an audit entry. The app
 * cannot change them. Run at startup and regularly, to revert changes made outside the app. Returns
 * how many were written.
 */
export async function applyPinnedSettings(
  services: CommandServices,
  policy: SettingPolicy,
): Promise<number> {
  requirePinnable(policy);
  if (Object.keys(policy.pinnedSettings).length === 0) return 0;
  const outcome = await pin(services, systemActor('environment file'), policy);
  return outcome.ok ? outcome.value : 0;
}

/** Run by `applyPinnedSettings`. */
export const pin = command<SettingPolicy, number>(
  'setting.updated',
  { may: () => true, alwaysAudited: true },
  async (tx, { input: { pinnedSettings } }) => {
    const settings = await lockSettingsByName(tx, Object.keys(pinnedSettings));
    const changes = settings.flatMap((setting) => {
      const value = canonical(setting, pinnedSettings[setting.name] ?? '');
      return value === setting.value ? [] : [{ setting, value }];
    });
    await writePropertyOfEach(
      tx,
      'value',
      new Map(changes.map(({ setting, value }) => [setting.id, value])),
    );
    const entries = changes.map(({ setting: { id, name, label, value: before }, value }) => ({
      target: { type: 'setting', id, label },
      before: { value: before },
      after: { value },
      details: { setting: name, set_by: 'environment file' },
    }));
    return savedAll(entries, entries.length);
  },
);
