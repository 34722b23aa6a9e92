import { sql } from 'kysely';
import { dayAt, findCommittee } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import { changeEntity, lockEntity } from '../ontology/entities.ts';
import { refuse, refuseMissing } from '../ontology/outcome.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { decide } from './decide.ts';
import { initialOf, labelOf, statusIn, type Transition } from './definition.ts';
import { recordMove } from './move-store.ts';
import { readDefinition } from './queries.ts';
import { itemsOf, type Scope } from './scope.ts';
import { texts } from './texts.ts';

/** A requested transition, in the transaction of a command. */
interface RequestedMove {
  readonly scope: Scope;
  /** Locked. */
  readonly item: EntitySnapshot;
  /** Id of the committee that it belongs to. */
  readonly committee: string;
  /** Code of the wanted status. */
  readonly to: string;
  /** The reason, if one was given. */
  readonly outcome?: string | undefined;
  /** Name of the form field of the reason. @default the property that stores it */
  readonly outcomeField?: string;
  readonly actor: Actor;
  readonly now: Date;
}

/** A transition that was made. */
export interface Moved {
  readonly before: EntitySnapshot;
  readonly after: EntitySnapshot;
  readonly transition: Transition;
  readonly committee: string;
  /** The permission or capability that allowed it; `null`: none was required. */
  readonly ground: string | null;
  /** Number of the definition. */
  readonly version: number;
}

/**
 * Moves a locked item to another status; the only code that changes a status (spec
 * workflow#transitions). Refused with 403 if the definition does not allow it, with 422 if the
 * reason is missing.
 */
export async function moveItem(tx: Tx, move: RequestedMove): Promise<Moved> {
  const { scope, item, committee, to, actor, now } = move;
  const { outcome: outcomeKey } = itemsOf(scope);
  const outcome = move.outcome?.trim() || undefined;
  const definition = await readDefinition(tx, scope);
  const status = item.properties['status'];
  const standing = await findCommittee(tx, actor.id ?? '0', committee, dayAt(now));
  if (standing === undefined) throw refuseMissing();
  const asker = { permissions: actor.permissions, standing };
  const decision = decide(definition, { status, properties: item.properties }, asker, {
    to,
    outcome,
  });
  const from = statusIn(definition, status);
  if (decision.kind === 'refused')
    throw refuse(
      {
        message: texts.refused[decision.why](labelOf(definition, from), labelOf(definition, to)),
        code: 'invalid_transition',
      },
      403,
    );
  const { transition } = decision;
  if (decision.kind === 'outcome_missing')
    throw refuse({
      field: move.outcomeField ?? outcomeKey ?? 'outcome',
      message: texts.refused.outcome(transition.label),
      code: 'outcome_missing',
    });
  const after = await changeEntity(tx, item, {
    texts: { status: to, ...(outcomeKey !== undefined && { [outcomeKey]: outcome }) },
  });
  const { ground } = decision;
  const version = await recordMove(
    tx,
    definition,
    { item: item.id, from, to, ground, outcome },
    actor,
    now,
  );
  return { before: item, after, transition, committee, ground, version };
}

/** The status in which a new item starts. */
export async function initialStatus(tx: Tx, scope: Scope): Promise<string> {
  return initialOf(await readDefinition(tx, scope))?.code ?? '';
}

/**
 * Locks and returns an item of a committee. Ends the command with 404 if it does not belong to the
 * committee, and as `lockEntity` does.
 */
export async function lockItemOf(
  tx: Tx,
  scope: Scope,
  { tor, id, version }: ItemOfCommittee,
): Promise<EntitySnapshot> {
  const { type, committee } = itemsOf(scope);
  const item = await lockEntity(tx, type, id, { version });
  const { rows } = await sql`
    select from relations where source_id = ${id} and target_id = ${tor}
      and relation_type_id = ${relationTypeId(committee)}`.execute(tx);
  if (rows.length === 0) throw refuseMissing();
  return item;
}

/** An item in the path of a route. */
export interface ItemOfCommittee {
  /** Id of the committee. */
  readonly tor: string;
  readonly id: string;
  /** The version that the actor saw; omitted: any. */
  readonly version?: string | undefined;
}
