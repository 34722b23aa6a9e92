import {
  lockChoices,
  type NotificationKind,
  type Way,
  writeChoices,
} from '../notifications/index.ts';
import { command, type Rule } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import { texts } from './texts.ts';

interface NewChoices {
  readonly choices: ReadonlyMap<NotificationKind, Way>;
}

/** People change their own choices only, signed in. */
const own: Rule<unknown> = (_tx, { actor }) =>
  (actor.id !== null && actor.limitedTo === undefined) || texts.choices.own;

/** Changes how the actor is notified (spec notifications#choices). */
export const chooseNotifications = command<NewChoices, undefined>(
  'account.notifications_changed',
  { may: own },
  async (tx, { actor, input: { choices } }) => {
    const user = actor.id ?? '0';
    const before = await lockChoices(tx, user);
    await writeChoices(tx, user, choices);
    return saved({
      target: { type: 'user', id: user, label: actor.label },
      before,
      after: { ...before, ...Object.fromEntries(choices) },
      audience: 'none',
      value: undefined,
    });
  },
);
