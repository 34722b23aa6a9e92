import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { ruleFault } from '../declared-rules.ts';
import { relationProblemsOf } from '../entity-properties.ts';
import type { Actor } from '../ontology/actor.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity, removeEntities } from '../ontology/entities.ts';
import { findEntity } from '../ontology/lookup.ts';
import { type Reason, refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate, unrelate } from '../ontology/relations.ts';
import { type EntityType, isSensitive, type Texts } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Written } from '../ontology/store-rule.ts';
import type { Powers } from '../roles/index.ts';
import { isSystemType, mayRelate, mayWriteType, propertyReasons, referencesOf } from './rules.ts';
import { texts } from './texts.ts';

interface NewEntityInput {
  readonly type: string;
  /** Unique within the type. */
  readonly name: string;
  readonly label: string;
  /** @default 0 */
  readonly sortOrder?: number | undefined;
  /** @default true */
  readonly isActive?: boolean | undefined;
  readonly properties: Texts;
}

interface EntityInput {
  readonly id: string;
  /** The version that the actor saw; omitted: any. */
  readonly version?: string | undefined;
  readonly name?: string | undefined;
  readonly label?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly sortOrder?: number | undefined;
  /** Properties to change; `null` removes one, omitted ones are kept. */
  readonly properties: Readonly<Record<string, string | null>>;
}

interface NewRelationInput {
  /** Name of the relation type. */
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly properties?: Texts | undefined;
}

/** Creates an entity of any type except system types. Returns its id. */
export const createEntity = command<NewEntityInput, { readonly id: string }>(
  'entity.created',
  { may: 'entities.create' },
  async (tx, { actor, input }) => {
    const { name, label, sortOrder = 0, isActive = true, properties } = input;
    const type = writable(input.type);
    await requireProperties(
      tx,
      type,
      propertyReasons(type, {}, properties, powersOf(actor)),
      properties,
    );
    const made = await insertEntity(tx, {
      type,
      name,
      label,
      sortOrder,
      isActive,
      texts: properties,
    });
    return saved({ target: made, after: made, value: { id: made.id } });
  },
);

/** Updates an entity: given fields are written, others kept. Returns its label. */
export const updateEntity = command<EntityInput, string>(
  'entity.updated',
  { may: 'entities.edit' },
  async (tx, { actor, input, now }) => {
    const before = await openEntity(tx, input);
    const reasons = propertyReasons(
      before.type,
      before.properties,
      input.properties,
      powersOf(actor),
    );
    await requireProperties(tx, before.type, reasons, input.properties);
    const after = await changeEntity(tx, before, {
      ...given({
        name: input.name,
        label: input.label,
        sortOrder: input.sortOrder,
        isActive: input.isActive,
      }),
      texts: Object.fromEntries(
        Object.entries(input.properties).map(([key, value]) => [key, value ?? undefined]),
      ),
    });
    await requireRules(tx, { entities: [after] }, now);
    return saved({ target: after, before, after, value: after.label });
  },
);

/** Deletes an entity with what it owns. Returns its label. */
export const deleteEntity = command<
  { readonly id: string; readonly version?: string | undefined },
  string
>('entity.deleted', { may: 'entities.delete' }, async (tx, { input }) => {
  const before = await openEntity(tx, input);
  const removed = await removeEntities(tx, [before.id]);
  // A custom relation type may declare that an entity owns a user.
  const system = removed.find(({ type }) => isSystemType(type));
  if (system !== undefined)
    throw refuse({ message: texts.systemType(system.type), code: 'system_type' });
  const owned = removed
    .filter(({ id }) => id !== before.id)
    .map(({ type, label }) => `${type}: ${label}`);
  return saved({
    target: before,
    before,
    ...(owned.length === 0 ? {} : { details: { with: owned.slice(0, 50), count: owned.length } }),
    value: before.label,
  });
});

/**
 * Adds a relation between two entities, by a relation type that joins their types. Returns the
 * relation's id.
 */
export const createRelation = command<NewRelationInput, { readonly id: string }>(
  'relation.created',
  { may: 'entities.edit' },
  async (tx, { actor, now, input: { type, source, target, properties = {} } }) => {
    const from = await findEntity(tx, source);
    const verdict = mayRelate(type, from?.type ?? '', powersOf(actor));
    if (verdict !== true)
      throw refuse({ field: 'relation_type', message: verdict, code: 'escalation' });
    const secret = Object.keys(properties).find(isSensitive);
    if (secret !== undefined)
      throw refuse({
        field: `properties.${secret}`,
        message: texts.relationSecret(secret),
        code: 'sensitive',
      });
    const invalid = relationProblemsOf(type, properties);
    if (invalid.length > 0)
      throw refuse(
        invalid.map(({ key, message }) => ({
          ...{ field: `properties.${key}`, message },
          code: 'property_invalid',
        })),
      );
    const made = await relate(tx, [{ type, source, target, properties }]);
    if (made === 0) throw refuse({ message: texts.related, code: 'relation_exists' }, 409);
    await requireRules(tx, { relations: [{ type, source, target }] }, now);
    const relation = await findRelation(
      tx,
      sql`t.name = ${type} and r.source_id = ${source} and r.target_id = ${target}`,
    );
    return saved({
      target: targetOf(relation),
      after: { ...factsOf(relation), ...properties },
      value: { id: relation.id },
    });
  },
);

/** Removes a relation. Returns its target. */
export const deleteRelation = command<{ readonly id: string }, string>(
  'relation.deleted',
  { may: 'entities.edit' },
  async (tx, { actor, input }) => {
    const relation = await findRelation(tx, sql`r.id = ${input.id}`);
    const verdict = mayRelate(relation.type, relation.sourceType, powersOf(actor));
    if (verdict !== true) throw refuse({ message: verdict, code: 'escalation' });
    await unrelate(tx, [relation]);
    return saved({
      target: targetOf(relation),
      before: factsOf(relation),
      value: relation.targetLabel,
    });
  },
);

const powersOf = ({ kind, permissions }: Actor): Powers =>
  kind === 'system' ? 'everything' : permissions;

/** The store accepts any type; the compiler knows only those of the schema. */
const anyType = (type: string): EntityType => type as EntityType;

function writable(type: string): EntityType {
  const verdict = mayWriteType(type);
  if (verdict !== true)
    throw refuse({ field: 'entity_type', message: verdict, code: 'system_type' });
  return anyType(type);
}

async function openEntity(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version?: string | undefined },
): Promise<EntitySnapshot> {
  const found = await findEntity(tx, id);
  if (found === undefined) throw refuseMissing();
  return lockEntity(tx, writable(found.type), id, { version });
}

async function requireProperties(
  tx: Tx,
  type: string,
  reasons: readonly Reason[],
  changes: Readonly<Record<string, string | null>>,
): Promise<void> {
  if (reasons.length > 0) throw refuse(reasons);
  const references = referencesOf(type, changes);
  if (references.length === 0) return;
  const { rows } = await sql<{ id: string; type: string }>`
    select id, entity_type as type from entities where id = any(${references.map(({ id }) => id)}::bigint[])`.execute(
    tx,
  );
  const missing = references.filter(
    ({ id, refersTo }) => !rows.some((row) => row.id === id && row.type === refersTo),
  );
  if (missing.length === 0) return;
  throw refuse(
    missing.map(({ key, refersTo }) => ({
      field: `properties.${key}`,
      message: texts.noReference(key, refersTo),
      code: 'reference_missing',
    })),
  );
}

/** Rules of features about stored data hold here, too (spec api#entities). */
async function requireRules(tx: Tx, written: Partial<Written>, now: Date): Promise<void> {
  const fault = await ruleFault(tx, written, now);
  if (fault !== undefined) throw refuse({ message: fault, code: 'rule' });
}

interface FoundRelation {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly sourceType: string;
  readonly sourceLabel: string;
  readonly target: string;
  readonly targetLabel: string;
}

async function findRelation(tx: Tx, condition: ReturnType<typeof sql>): Promise<FoundRelation> {
  const { rows } = await sql<FoundRelation>`
    select r.id, t.name as type, r.source_id as source, s.entity_type as "sourceType", s.label as "sourceLabel",
      r.target_id as target, g.label as "targetLabel"
    from relations r join entities t on t.id = r.relation_type_id join entities s on s.id = r.source_id join entities g on g.id = r.target_id
    where ${condition}`.execute(tx);
  const [relation] = rows;
  if (relation === undefined) throw refuseMissing();
  return relation;
}

const targetOf = ({ source, sourceType, sourceLabel }: FoundRelation) => ({
  type: sourceType,
  id: source,
  label: sourceLabel,
});
const factsOf = ({ type, target, targetLabel }: FoundRelation) => ({
  relation: type,
  target_id: target,
  target_label: targetLabel,
});

const given = <T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
