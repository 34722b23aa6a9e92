import { command, forOneself } from '../ontology/command.ts';
import { findEntities } from '../ontology/lookup.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { countFeeds, deleteFeed, insertFeed } from './feed-store.ts';
import { mayHaveMore } from './rules.ts';
import { texts } from './texts.ts';

interface NewFeedInput {
  /** Id of a committee; `null`: those of the actor. */
  readonly tor: string | null;
  /** Digest of the secret, which is not known here. */
  readonly digest: Buffer;
  readonly ending: string;
  /** Tells this request from an earlier submission of the same form. */
  readonly mark: string;
}

interface MadeFeed {
  readonly mark: string;
  /** Name of the calendar. */
  readonly name: string;
}

/** Creates a secret address of a calendar for the actor (spec calendar#subscriptions). */
export const createFeed = command<NewFeedInput, MadeFeed>(
  'calendar.subscribed',
  { may: 'tor.list', alwaysAudited: true },
  async (tx, { actor, input: { tor, digest, ending, mark }, now }) => {
    const userId = actor.id;
    if (userId === null) throw refuse(texts.refused.own);
    const [committee] = tor === null ? [] : await findEntities(tx, 'tor', [tor]);
    if (tor !== null && committee === undefined)
      throw refuse({ field: 'tor_id', message: texts.refused.committee, code: 'unknown_tor' });
    const more = mayHaveMore(await countFeeds(tx, userId));
    if (more !== true) throw refuse({ message: more, code: 'too_many_feeds' });
    const id = await insertFeed(tx, { userId, torId: tor, digest, ending, now });
    const name = committee?.label ?? texts.own;
    return saved({
      target: { type: 'calendar_feed', id, label: name },
      after: { committee: committee?.label ?? null },
      value: { mark, name },
    });
  },
);

/** Revokes an address of the actor, effective with the next request. Returns its name. */
export const revokeFeed = command<{ readonly id: string }, string>(
  'calendar.unsubscribed',
  { may: forOneself(texts.refused.own), alwaysAudited: true },
  async (tx, { actor, input: { id } }) => {
    const gone = await deleteFeed(tx, { id, userId: actor.id ?? '0' });
    if (gone === undefined) throw refuseMissing();
    const name = gone.committee ?? texts.own;
    return saved({ target: { type: 'calendar_feed', id, label: name }, value: name });
  },
);
