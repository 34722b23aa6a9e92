import { command } from '../ontology/command.ts';
import { type Change, refuse, savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { textLimits } from './catalogue.ts';
import { decideSettings, type WantedValue } from './decision.ts';
import { withDaysOfFiles } from './holiday-file.ts';
import { judgeSetting, type SettingPolicy } from './judgement.ts';
import { insertChanges, waitingChanges } from './pending-store.ts';
import { lockSettings } from './queries.ts';
import type { Setting } from './rules.ts';
import { fieldOf, type SentSetting, type SettingsInput } from './schema.ts';
import { texts } from './texts.ts';

interface SettingsUpdate {
  readonly policy: SettingPolicy;
  readonly sent: SettingsInput;
  /** Formats a moment for the sender. */
  readonly when: (at: Date) => string;
}

/** Settings written, and changes that now wait for confirmation. */
interface SettingsSaved {
  readonly saved: number;
  readonly requested: number;
}

/** How long a second user may take to confirm. */
const daysToConfirm = 3;

/**
 * Changes settings: all of the submitted ones or none. The audit log has an entry with the old and
 * the new value for each, even if the change turns the log off. In prod, changes of security
 * settings wait for a second user.
 */
export const updateSettings = command<SettingsUpdate, SettingsSaved>(
  'setting.updated',
  { may: 'settings.manage', alwaysAudited: true },
  async (tx, { actor, input: { policy, sent, when }, now }) => {
    const stored = await lockSettings(tx, [...sent.keys()]);
    const verdict = decideSettings(
      stored,
      new Map([...sent].map(([id, one]) => [id, written(stored.get(id), one, now)])),
      (setting, wanted) => judgeSetting(policy, actor.permissions, setting, setting.value, wanted),
      when,
    );
    if (!verdict.ok) throw refuse(verdict.reasons, verdict.status);
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
    if (taken.length > 0) throw refuse(taken, 409);
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

/** A submitted value in the form in which it is checked and stored. */
const written = (setting: Setting | undefined, sent: SentSetting, now: Date): SentSetting =>
  setting !== undefined && textLimits(setting.name).dates
    ? { ...sent, wanted: withDaysOfFiles(sent.wanted, now) }
    : sent;

/** A change of a setting as recorded in the audit log. */
const entryOf = ({ setting: { id, name, label, value: before }, value }: WantedValue): Change => ({
  target: { type: 'setting', id, label },
  before: { value: before },
  after: { value },
  details: { setting: name },
});
