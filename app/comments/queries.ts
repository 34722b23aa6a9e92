import { type RawBuilder, sql } from 'kysely';
import { type Day, dayAt, membersIn } from '../authority/index.ts';
import { belongsTo, type ItemPath, isEnded } from '../committee-items/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { lockEntity } from '../ontology/entities.ts';
import { refuseMissing } from '../ontology/outcome.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { storedId } from '../ontology/stored-id.ts';
import type { Comment, Discussion, FoundDiscussion, Mentionable } from './comment.ts';

/** The most comments that a page shows at once. */
const mostShown = 100;

/** The most members that a page offers for mentions. */
const mostMembers = 200;

const ofAuthor = sql`author.entity_type = 'user' and author.id = ${storedId(sql`c.properties ->> 'author_id'`)}`;

const momentIn = (key: string) => sql`(c.properties ->> ${key})`;

/** `json_build_object(…)`: the comment `c`. */
const asJson = sql`json_build_object('id', c.id::text, 'body', coalesce(c.properties ->> 'body', ''),
  'thread', (select r.target_id::text from relations r
    where r.source_id = c.id and ${relatedBy('r', 'replies_to')} limit 1),
  'authorId', author.id::text, 'author', author.label, 'version', c.version::text,
  'createdAt', coalesce(${momentIn('created_date')} || 'Z', to_json(c.created_at) #>> '{}'),
  'editedAt', ${momentIn('edited_date')} || 'Z', 'withdrawnAt', ${momentIn('withdrawn_date')} || 'Z',
  'mentions', (select coalesce(json_agg(json_build_object('id', u.id::text, 'name', u.name, 'label', u.label)
      order by u.id), '[]')
    from relations m join entities u on u.id = m.target_id and u.entity_type = 'user'
    where m.source_id = c.id and ${relatedBy('m', 'mentions')}))`;

/** `relations said join entities c …`: the comments `c` on an item. */
const onItem = (item: RawBuilder<unknown>) => sql`relations said
  join entities c on c.id = said.source_id and c.entity_type = 'comment'
  left join entities author on ${ofAuthor}
  where said.target_id = ${item} and ${relatedBy('said', 'comment_on')}`;

/** `select …`: users who hold a position in a committee on a day, by name, as `Mentionable`. */
const membersOf = (committee: RawBuilder<unknown>, day: Day) => sql`
  select distinct member.id::text as id, member.name, member.label, lower(member.label) as place
  ${membersIn(committee, day)}`;

/** Where a discussion is shown. */
interface Place {
  /** Alias of the item's row in `entities`. */
  readonly item: string;
  readonly committee: RawBuilder<unknown>;
  readonly day: Day;
  /** Only comments before this one, for earlier ones. */
  readonly before?: string | undefined;
}

/**
 * The discussion of an item as jsonb, for the statement of a page that shows it (spec
 * comments#order). Read it with `readDiscussion`.
 */
export function discussionOf({
  item,
  committee,
  day,
  before,
}: Place): RawBuilder<StoredDiscussion> {
  const id = sql.ref(`${item}.id`);
  const earlier = before === undefined ? sql`` : sql`and c.id < ${before}`;
  return sql<StoredDiscussion>`jsonb_build_object(
    'comments', (select coalesce(json_agg(latest.comment order by latest.id), '[]') from (
      select c.id, ${asJson} as comment from ${onItem(id)} ${earlier}
      order by c.id desc limit ${sql.lit(mostShown)}) latest),
    'total', (select count(*)::integer from ${onItem(id)}),
    'isClosed', ${isEnded(item)},
    'members', (select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name, 'label', m.label)
        order by m.place, m.id), '[]')
      from (${membersOf(committee, day)} order by place, id limit ${sql.lit(mostMembers)}) m))`;
}

type StoredComment = Omit<Comment, 'createdAt' | 'editedAt' | 'withdrawnAt'> & {
  readonly [Key in 'createdAt' | 'editedAt' | 'withdrawnAt']: string | null;
};

/** A discussion as the database returns it, with moments as texts. */
export type StoredDiscussion = Omit<Discussion, 'comments'> & {
  readonly comments: readonly StoredComment[];
};

const momentOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** A discussion with its moments. */
export const readDiscussion = (stored: StoredDiscussion): Discussion => ({
  ...stored,
  comments: stored.comments.map((comment) => ({
    ...comment,
    createdAt: new Date(comment.createdAt ?? 0),
    editedAt: momentOf(comment.editedAt),
    withdrawnAt: momentOf(comment.withdrawnAt),
  })),
});

/** Reads the discussion of an item; `undefined` if there is no such item in its committee. */
export async function findDiscussion(
  db: Db,
  path: ItemPath,
  { now, before }: { readonly now: Date; readonly before?: string | undefined },
): Promise<FoundDiscussion | undefined> {
  const committee = sql`${path.tor}::bigint`;
  const { rows } = await sql<{ id: string; label: string; discussion: StoredDiscussion }>`
    select e.id, e.label, ${discussionOf({ item: 'e', committee, day: dayAt(now), before })} as discussion
    from entities e
    where e.id = ${path.item} and e.entity_type = ${path.kind} and ${belongsTo(sql`e.id`, path)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { discussion, ...item } = row;
  return { item, ...readDiscussion(discussion) };
}

/** Finds one comment on an item of a committee; `undefined` if there is none. */
export async function findComment(
  db: Db,
  path: ItemPath & { readonly comment: string },
  now: Date,
): Promise<FoundDiscussion | undefined> {
  const after = (BigInt(path.comment) + 1n).toString();
  const found = await findDiscussion(db, path, { now, before: after });
  return found?.comments.at(-1)?.id === path.comment ? found : undefined;
}

/** Locks a comment on an item. Ends the command with 404 if there is none. */
export async function lockComment(
  tx: Tx,
  { item, comment }: { readonly item: string; readonly comment: string },
  options: { readonly version?: string | undefined },
): Promise<EntitySnapshot> {
  const found = await lockEntity(tx, 'comment', comment, options);
  const { rows } = await sql`
    select from relations where source_id = ${found.id} and target_id = ${item}
      and relation_type_id = ${relationTypeId('comment_on')}`.execute(tx);
  if (rows.length === 0) throw refuseMissing();
  return found;
}

/**
 * The first comment of the thread of a comment on an item; `undefined` if there is no such comment.
 */
export async function findThread(
  tx: Tx,
  item: string,
  comment: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select coalesce(r.target_id, said.source_id)::text as id from relations said
      left join relations r on r.source_id = said.source_id
        and ${relatedBy('r', 'replies_to')}
    where said.source_id = ${comment} and said.target_id = ${item}
      and ${relatedBy('said', 'comment_on')}`.execute(tx);
  return rows[0]?.id;
}

/** Ids of the members of a committee with these user names, in lower case (spec comments#mentions). */
export async function findMembers(
  tx: Tx,
  committee: string,
  names: readonly string[],
  day: Day,
): Promise<readonly Mentionable[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<Mentionable>`
    select m.id, m.name, m.label from (${membersOf(sql`${committee}::bigint`, day)}) m
    where lower(m.name) = any(${[...names]}::text[]) order by m.id`.execute(tx);
  return rows;
}
