import type { Tx } from '../db/database.ts';
import { systemActor } from '../ontology/actor.ts';
import { type CommandServices, command } from '../ontology/command.ts';
import { refuse, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { judgeSetting, type SettingPolicy } from './judgement.ts';
import {
  deleteChange,
  deleteExpired,
  lockChange,
  type StoredChange,
  settingOfChange,
} from './pending-store.ts';
import { lockSettings } from './queries.ts';
import type { Setting } from './rules.ts';
import { texts } from './texts.ts';

/**
 * Confirms a change that another user requested. It is judged again, because the setting, the
 * minimums, the environment file or the requester's permissions may have changed. Returns the label
 * of the setting.
 */
export const confirmChange = command<
  { readonly id: string; readonly policy: SettingPolicy },
  string
>(
  'setting.updated',
  { may: 'settings.security', alwaysAudited: true },
  async (tx, { actor, input: { id, policy }, now }) => {
    const held = await hold(tx, id);
    if (held === undefined) throw refuseMissing();
    const { change, setting } = held;
    const words = texts.pending;
    if (change.expiresAt <= now) throw refuse(words.expired(setting.label), 409);
    if (change.requestedBy === actor.id) throw refuse(words.own(setting.label), 409);
    if (!change.requesterMay)
      throw refuse(words.requesterGone(setting.label, change.requesterLabel), 409);
    if (setting.value !== change.before) throw refuse(words.movedOn(setting.label), 409);
    const judgement = judgeSetting(policy, actor.permissions, setting, setting.value, change.value);
    if (judgement.kind === 'refused') throw refuse(judgement.message, 409);
    await writePropertyOfEach(tx, 'value', new Map([[setting.id, change.value]]));
    await deleteChange(tx, id);
    return saved({
      ...subject(held),
      before: { value: setting.value },
      after: { value: change.value },
      details: {
        setting: setting.name,
        requested_by: change.requesterLabel,
        requested_at: change.requestedAt.toISOString(),
      },
      value: setting.label,
    });
  },
);

/**
 * Withdraws a waiting change; allowed for its requester and for users who could confirm it. Returns
 * the label of the setting.
 */
export const withdrawChange = command<{ readonly id: string }, string>(
  'setting.change_withdrawn',
  { may: 'settings.security', alwaysAudited: true },
  async (tx, { input: { id } }) => {
    const held = await hold(tx, id);
    if (held === undefined) throw refuseMissing();
    await deleteChange(tx, id);
    const { setting, change } = held;
    return saved({
      ...subject(held),
      details: {
        setting: setting.name,
        proposed: change.value,
        requested_by: change.requesterLabel,
      },
      value: setting.label,
    });
  },
);

/** Deletes changes that were not confirmed in time, each with an audit entry. Returns how many. */
export async function expireChanges(services: CommandServices): Promise<number> {
  const outcome = await expire(services, systemActor(), undefined);
  return outcome.ok ? outcome.value : 0;
}

/** Run by `expireChanges`. */
export const expire = command<undefined, number>(
  'setting.change_expired',
  { may: () => true, alwaysAudited: true },
  async (tx, { now }) => {
    const gone = await deleteExpired(tx, now);
    const changes = gone.map(({ settingId, name, label, value, requesterLabel }) => ({
      target: { type: 'setting', id: settingId, label },
      details: { setting: name, proposed: value, requested_by: requesterLabel },
    }));
    return savedAll(changes, changes.length);
  },
);

/**
 * Locks a change and its setting until the transaction ends: the setting first, in the same order
 * as changes of settings.
 */
async function hold(
  tx: Tx,
  id: string,
): Promise<{ readonly change: StoredChange; readonly setting: Setting } | undefined> {
  const settingId = await settingOfChange(tx, id);
  if (settingId === undefined) return undefined;
  const setting = (await lockSettings(tx, [settingId])).get(settingId);
  const change = await lockChange(tx, id);
  return setting === undefined || change === undefined ? undefined : { change, setting };
}

const subject = ({ setting: { id, label } }: { readonly setting: Setting }) => ({
  target: { type: 'setting', id, label },
});
