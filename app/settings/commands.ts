import { command } from '../ontology/command.ts';
import { type Change, refused, savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { decideSettings, type WantedValue } from './decision.ts';
import { judgeSetting, type SettingPolicy } from './judgement.ts';
import { insertChanges, waitingChanges } from './pending-store.ts';
import { lockSettings } from './queries.ts';
import { fieldOf, type SettingsInput } from './schema.ts';
import { texts } from './texts.ts';

export interface SettingsUpdate {
  readonly policy: SettingPolicy;
  readonly sent: SettingsInput;
  /** A moment as who sent it reads it. */
  readonly when: (at: Date) => string;
}

/** How many settings were written, and how many changes wait for a second person now. */
export interface SettingsSaved {
  readonly saved: number;
  readonly requested: number;
}

/** How long a second person has. */
const daysToConfirm = 3;

/**
 * Changes settings: all that were sent or none. The audit log has an entry with the old and the new
 * value for each, also when the change switches the log off. In prod security settings are left as
 * they are, and their changes wait for a second person.
 */
export const updateSettings = command<SettingsUpdate, SettingsSaved>(
  'setting.updated',
  { may: 'settings.manage', alwaysAudited: true },
  async (tx, { actor, input: { policy, sent, when }, now }) => {
    const stored = await lockSettings(tx, [...sent.keys()]);
    const verdict = decideSettings(
      stored,
      sent,
      (setting, wanted) => judgeSetting(policy, actor.permissions, setting, setting.value, wanted),
      when,
    );
    if (!verdict.ok) return refused(verdict.reasons, verdict.status);
    const { changes, awaiting } = verdict;
    const waiting =
      awaiting.length === 0
        ? undefined
        : await waitingChanges(
            tx,
            awaiting.map(({ setting }) => setting.id),
            now,
          );
    const taken = awaiting.flatMap(({ setting: { id, label } }) => {
      const by = waiting?.get(id);
      return by === undefined
        ? []
        : [{ field: fieldOf(id), message: texts.pending.taken(label, by) }];
    });
    if (taken.length > 0) return refused(taken, 409);
    await writePropertyOfEach(
      tx,
      'value',
      new Map(changes.map(({ setting, value }) => [setting.id, value])),
    );
    if (awaiting.length > 0) {
      const expiresAt = new Date(now.getTime() + daysToConfirm * 86_400_000);
      const by = { requestedBy: actor.id ?? '0', now, expiresAt };
      await insertChanges(
        tx,
        awaiting.map(({ setting, value }) => ({
          settingId: setting.id,
          before: setting.value,
          value,
          ...by,
        })),
      );
    }
    const entries = [
      ...changes.map(entryOf),
      ...awaiting.map((one) => ({ ...entryOf(one), action: 'setting.change_requested' as const })),
    ];
    return savedAll(entries, { saved: changes.length, requested: awaiting.length });
  },
);

/** The change of a setting as the audit log has it. */
const entryOf = ({ setting: { id, name, label, value: before }, value }: WantedValue): Change => ({
  target: { type: 'setting', id, label },
  before: { value: before },
  after: { value },
  details: { setting: name },
});
