import {
  kinds,
  lockChoices,
  type NotificationKind,
  type Unsubscription,
  type Way,
  writeChoices,
} from '../notifications/index.ts';
import { command, forOneself, type Rule } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import { texts } from './texts.ts';

interface NewChoices {
  readonly choices: ReadonlyMap<NotificationKind, Way>;
}

/** The link of an email acts for the person whom the email was for. */
const ownEmails: Rule<Unsubscription> = (_tx, { actor, input: { user } }) =>
  actor.id === user || texts.choices.own;

/** Changes how the actor is notified (spec notifications#choices). */
export const chooseNotifications = command<NewChoices, undefined>(
  'account.notifications_changed',
  { may: forOneself(texts.choices.own) },
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

/** Ends emails of a kind, or the daily ones, for the person whom an email was for. */
export const stopEmails = command<Unsubscription, undefined>(
  'account.notifications_changed',
  { may: ownEmails },
  async (tx, { actor, input: { user, from } }) => {
    const before = await lockChoices(tx, user);
    const ended = kinds.filter((kind) =>
      from === 'digest' ? before[kind] === 'digest' : kind === from && before[kind] === 'email',
    );
    await writeChoices(tx, user, new Map(ended.map((kind) => [kind, 'here'])));
    return saved({
      target: { type: 'user', id: user, label: actor.label },
      before,
      after: { ...before, ...Object.fromEntries(ended.map((kind) => [kind, 'here'])) },
      audience: 'none',
      value: undefined,
    });
  },
);
