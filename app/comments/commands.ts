import { dayAt, meets } from '../authority/index.ts';
import { type ItemPath, itemKinds, lockItem, type OpenItem } from '../committee-items/index.ts';
import type { Tx } from '../db/database.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { changeEntity, insertEntity, uniqueName } from '../ontology/entities.ts';
import { beginningOf } from '../ontology/labels.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { relate, setTargets } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { findMembers, findThread, lockComment } from './queries.ts';
import { mentionedNames } from './rules.ts';
import { texts } from './texts.ts';

/** A comment on an item. */
interface CommentPath extends ItemPath {
  readonly comment: string;
}

type NewComment = ItemPath & { readonly body: string; readonly thread?: string | undefined };
type Change = CommentPath & { readonly body: string; readonly version?: string | undefined };

/** Readers of an item talk about it (spec comments#access). */
async function mayRead(
  tx: Tx,
  { actor, input: { kind, tor }, now }: CommandContext<ItemPath>,
): Promise<true | string> {
  return (await meets(tx, itemKinds[kind].reads, actor, tor, dayAt(now))) || texts.refused.access;
}

/**
 * Adds a comment on an item, or a reply to one. Members of the committee whose user names follow an
 * `@` are mentioned (spec comments#mentions). Returns its id. Refused if the item is closed.
 */
export const addComment = command<NewComment, string>(
  'comment.added',
  { may: mayRead },
  async (tx, { actor, input, now }) => {
    const item = await openForComments(tx, input);
    const { body } = input;
    const thread = input.thread && (await findThread(tx, item.id, input.thread));
    if (input.thread !== undefined && thread === undefined)
      throw refuse({ field: 'thread', message: texts.refused.thread });
    const made = await insertEntity(tx, {
      type: 'comment',
      name: uniqueName('comment'),
      label: labelOf(body),
      properties: { body, author_id: actor.id, created_date: now },
    });
    const mentioned = await findMembers(tx, input.tor, mentionedNames(body), dayAt(now));
    await relate(tx, [
      { type: 'comment_on', source: made.id, target: item.id },
      ...(thread ? [{ type: 'replies_to', source: made.id, target: thread }] : []),
      ...mentioned.map(({ id }) => ({ type: 'mentions', source: made.id, target: id })),
    ]);
    return saved({
      target: item,
      after: { body },
      details: { comment_id: made.id, mentions: mentioned.map(({ label }) => label) },
      value: made.id,
    });
  },
);

/** Changes the text of a comment, which says so from then on. Only its author may. */
export const editComment = command<Change, string>(
  'comment.edited',
  { may: mayRead },
  async (tx, { actor, input, now }) => {
    const item = await openForComments(tx, input);
    const before = await ownComment(tx, input, actor.id);
    const { body } = input;
    const after = await changeEntity<'comment'>(tx, before, {
      label: labelOf(body),
      properties: { body, ...(body === before.properties['body'] ? {} : { edited_date: now }) },
    });
    const mentioned = await findMembers(tx, input.tor, mentionedNames(body), dayAt(now));
    await setTargets(
      tx,
      'mentions',
      before.id,
      mentioned.map(({ id }) => id),
    );
    return saved({
      target: item,
      before: { body: before.properties['body'] },
      after: { body: after.properties['body'] },
      details: { comment_id: before.id, mentions: mentioned.map(({ label }) => label) },
      value: before.id,
    });
  },
);

/** Withdraws a comment: its place and author stay, its text goes. Only its author may. */
export const withdrawComment = command<CommentPath, string>(
  'comment.withdrawn',
  { may: mayRead },
  async (tx, { actor, input, now }) => {
    const item = await openForComments(tx, input);
    const before = await ownComment(tx, input, actor.id);
    await changeEntity<'comment'>(tx, before, {
      label: texts.withdrawn,
      properties: { withdrawn_date: now },
      texts: { body: undefined },
    });
    await setTargets(tx, 'mentions', before.id, []);
    return saved({
      target: item,
      before: { body: before.properties['body'] },
      details: { comment_id: before.id },
      value: before.id,
    });
  },
);

/** The item, locked, if it can still be commented on (spec comments#closed). */
async function openForComments(tx: Tx, path: ItemPath): Promise<OpenItem> {
  const item = await lockItem(tx, path);
  if (item.isEnded) throw refuse({ message: texts.refused.closed, code: 'closed' }, 409);
  return item;
}

/** A comment that its author changes, locked. */
async function ownComment(
  tx: Tx,
  { item, comment, version }: CommentPath & { readonly version?: string | undefined },
  actorId: string | null,
): Promise<EntitySnapshot> {
  const before = await lockComment(tx, { item, comment }, { version });
  if (before.properties['author_id'] !== actorId)
    throw refuse({ message: texts.refused.notYours, code: 'not_the_author' }, 403);
  if (before.properties['withdrawn_date'] !== undefined)
    throw refuse({ message: texts.refused.withdrawn, code: 'withdrawn' }, 409);
  return before;
}

const labelOf = (body: string): string => beginningOf(body, 50);
