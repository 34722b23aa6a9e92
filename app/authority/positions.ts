import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Actor, PermissionCode } from '../ontology/actor.ts';
import type { CommandContext, Rule } from '../ontology/command.ts';
import { relatedBy } from '../ontology/permissions.ts';
import {
  type BodyRequirement,
  decidedBy,
  may,
  neededPosition,
  type Requirement,
  requirementInWords,
} from './requirement.ts';
import { type Day, dayAt, isInForce } from './terms.ts';
import { texts } from './texts.ts';

type Asker = Pick<Actor, 'id' | 'permissions'>;

/**
 * `from …`: the positions that a user holds in a committee on a day, as `position`, each with its
 * relation as `fills`.
 * @param body SQL of the committee's id, such as `e.id`
 */
export const heldPositions = (
  userId: RawBuilder<unknown>,
  body: RawBuilder<unknown>,
  day: Day,
): RawBuilder<unknown> => sql`from relations fills
    join entities position on position.id = fills.target_id and position.entity_type = 'tor_function'
    join relations belongs on belongs.source_id = position.id and ${relatedBy('belongs', 'belongs_to_tor')}
  where fills.source_id = ${userId} and ${relatedBy('fills', 'fills_position')}
    and belongs.target_id = ${body} and ${isInForce('fills', day)}`;

const heldOn = (
  body: RawBuilder<unknown>,
  day: Day,
  users: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`from relations belongs
    join entities position on position.id = belongs.source_id and position.entity_type = 'tor_function'
    join relations fills on fills.target_id = position.id and ${relatedBy('fills', 'fills_position')} ${users}
  where belongs.target_id = ${body} and ${relatedBy('belongs', 'belongs_to_tor')} and ${isInForce('fills', day)}`;

/**
 * `from …`: the positions of a committee that users hold on a day, each as `position` with the
 * relation to a holder as `fills`.
 * @param body SQL of the committee's id, such as `e.id`
 */
export const holdersIn = (body: RawBuilder<unknown>, day: Day): RawBuilder<unknown> =>
  heldOn(body, day, sql``);

/** The same with each holder whose account is active, as `member`. */
export const membersIn = (body: RawBuilder<unknown>, day: Day): RawBuilder<unknown> =>
  heldOn(
    body,
    day,
    sql`
    join entities member on member.id = fills.source_id and member.entity_type = 'user' and member.is_active`,
  );

/** `select id`: the committees in which a user holds a position on a day. */
export const committeesOf = (userId: RawBuilder<unknown>, day: Day): RawBuilder<unknown> => sql`
  select distinct belongs.target_id as id from relations fills
    join relations belongs on belongs.source_id = fills.target_id and ${relatedBy('belongs', 'belongs_to_tor')}
  where fills.source_id = ${userId} and ${relatedBy('fills', 'fills_position')} and ${isInForce('fills', day)}`;

/**
 * The requirement as a condition on the rows of a list, so that one statement returns only what its
 * reader may see.
 * @param body SQL of the committee's id, such as `e.id`
 * @param day the day that the answer is about: `dayAt(now)`, or an earlier one
 */
export function holdsIn(
  requirement: BodyRequirement,
  { id, permissions }: Asker,
  body: RawBuilder<unknown>,
  day: Day,
): RawBuilder<boolean> {
  const decided = decidedBy(requirement, permissions);
  if (decided !== 'positions') return sql<boolean>`${sql.lit(decided)}`;
  const needed = neededPosition(requirement, permissions);
  const allows = needed === 'any' ? sql`` : sql`and position.properties ->> ${needed} = 'true'`;
  return sql<boolean>`exists (select ${heldPositions(sql`${id}::bigint`, body, day)} ${allows})`;
}

/**
 * Whether a user meets the requirement in one committee on a day. Runs no statement if permissions
 * decide.
 */
export async function meets(
  db: Db | Tx,
  requirement: BodyRequirement,
  asker: Asker,
  body: string,
  day: Day,
): Promise<boolean> {
  const decided = decidedBy(requirement, asker.permissions);
  if (decided !== 'positions') return decided;
  const { rows } = await sql<{
    holds: boolean;
  }>`select ${holdsIn(requirement, asker, sql`${body}::bigint`, day)} as holds`.execute(db);
  return rows[0]?.holds === true;
}

/** A rule that asks for a requirement, which the routes of its command ask for, too. */
type BodyRule<Input> = Rule<Input> & { readonly requirement: BodyRequirement };

/** The requirement as the rule of a command, checked again in its transaction. */
export const inItsBody = <Input>(
  requirement: BodyRequirement,
  bodyOf: (input: Input) => string,
): BodyRule<Input> =>
  Object.assign(
    async (tx: Tx, { actor, input, now }: CommandContext<Input>) =>
      (await meets(tx, requirement, actor, bodyOf(input), dayAt(now))) ||
      texts.needs(requirementInWords(requirement)),
    { requirement },
  );

/**
 * The requirement that a command names, so that its routes don't name it again.
 * @returns `undefined` for a command with a rule of its own
 */
export function requirementOf(needed: PermissionCode | Rule<never>): Requirement | undefined {
  if (typeof needed === 'string') return may(needed);
  return isBodyRule(needed) ? needed.requirement : undefined;
}

const isBodyRule = (rule: Rule<never>): rule is BodyRule<never> => 'requirement' in rule;
