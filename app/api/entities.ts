import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { plannedForItsValues } from '../db/named-statements.ts';
import { createEntity, deleteEntity, hiddenTypes, updateEntity } from '../entities/index.ts';
import { may, mayRun } from '../http/policy.ts';
import type { Actor } from '../ontology/actor.ts';
import { escaped, isCalled } from '../ontology/list/index.ts';
import type { Reason } from '../ontology/outcome.ts';
import { withoutSecrets } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Services } from '../services.ts';
import { etagOf, heldTo } from './conditional.ts';
import {
  type Entity,
  type EntityChange,
  type EntityQuery,
  entity,
  entityChange,
  entityQuery,
  entityReplacement,
  newEntity,
} from './entities-schema.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { chosen, fieldsQuery, listOf, partOf, sparse } from './schema.ts';

const columns = sql`e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive", e.version,
  e.created_at as "createdAt", e.updated_at as "updatedAt", e.properties`;

/** The condition that hides types the user may not see. @param type column */
export const visible = ({ permissions }: Pick<Actor, 'permissions'>, type = sql`e.entity_type`) =>
  sql`${type} <> all(${[...hiddenTypes(permissions)]}::text[])`;

async function findEntity(
  db: Db,
  actor: Pick<Actor, 'permissions'>,
  id: string,
): Promise<EntitySnapshot | undefined> {
  const { rows } =
    await sql<EntitySnapshot>`select ${columns} from entities e where e.id = ${id} and ${visible(actor)}`.execute(
      db,
    );
  return rows[0];
}

const shown = ({
  id,
  type,
  name,
  label,
  sortOrder,
  isActive,
  properties,
  createdAt,
  updatedAt,
}: EntitySnapshot): Entity => ({
  ...{ id: Number(id), entity_type: type, name, label, sort_order: sortOrder, is_active: isActive },
  properties: withoutSecrets(properties),
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

function conditions({ q, entity_type, is_active, property }: EntityQuery, actor: Actor) {
  const words = q?.trim() ?? '';
  const pattern = `%${escaped(words)}%`;
  const wanted = property === undefined ? [] : [property].flat();
  return sql.join(
    [
      entity_type === undefined
        ? visible(actor)
        : sql`e.entity_type = ${entity_type} and ${visible(actor)}`,
      ...(is_active === undefined ? [] : [sql`e.is_active = ${is_active === 'true'}`]),
      ...(words === '' ? [] : [sql`${sql.raw(plannedForItsValues)} ${isCalled('e', pattern)}`]),
      ...wanted.map((text) =>
        has(text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)),
      ),
    ],
    sql` and `,
  );
}

const has = (key: string, value: string) =>
  sql`e.properties @> ${JSON.stringify({ [key]: value })}::jsonb`;

/**
 * Entities of every type that the caller may see; those of system types are read-only (spec
 * api#entities, lists#cost).
 */
export function entityOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const one = (row: EntitySnapshot, fields?: string): Result => ({
    body: chosen(shown(row), fields),
    version: row.version,
  });
  const seen = async ({ id, actor, request }: ChangeCall): Promise<string | undefined> => {
    const before = existing(await findEntity(db, actor, id));
    return heldTo(request, {
      version: before.version,
      etag: etagOf(before.version, shown(before)),
    });
  };
  const change = async (call: ChangeCall, input: EntityChange): Promise<Result> => {
    const { name, label, sort_order: sortOrder, is_active: isActive, properties = {} } = input;
    const version = await seen(call);
    savedBy(
      await updateEntity(services, call.actor, {
        id: call.id,
        version,
        name,
        label,
        sortOrder,
        isActive,
        properties,
      }),
      asOwnField,
    );
    return one(existing(await findEntity(db, call.actor, call.id)));
  };
  return [
    operation({
      ...{
        id: 'listEntities',
        method: 'get',
        path: '/entities',
        tag: 'entities',
        policy: may('entities.list'),
        status: 200,
      },
      ...{ query: entityQuery, reply: listOf(sparse(entity)) },
      run: async ({ filter, actor }) => {
        const part = partOf(filter);
        // A single type in its own order, several by age.
        const order =
          filter.entity_type === undefined ? [sql`e.id`] : [sql`e.sort_order`, sql`e.id`];
        const list = {
          select: columns,
          from: sql`entities e`,
          where: conditions(filter, actor),
          order,
        };
        return listResult(
          await listRows<EntitySnapshot>(db, list, part),
          part,
          shown,
          filter.fields,
        );
      },
    }),
    operation({
      ...{
        id: 'getEntity',
        method: 'get',
        path: '/entities/:id',
        tag: 'entities',
        policy: may('entities.list'),
        status: 200,
      },
      ...{
        query: z.object({ fields: fieldsQuery(entity) }),
        reply: sparse(entity),
        versioned: true,
      },
      run: async ({ id, actor, filter }) =>
        one(existing(await findEntity(db, actor, id)), filter.fields),
    }),
    operation({
      ...{
        id: 'createEntity',
        method: 'post',
        path: '/entities',
        tag: 'entities',
        policy: mayRun(createEntity),
        status: 201,
      },
      ...{ body: newEntity, reply: entity, refusals: [409], versioned: true, repeatable: true },
      run: async ({ actor, input }) => {
        const {
          entity_type: type,
          name,
          label = '',
          sort_order: sortOrder,
          is_active: isActive,
          properties = {},
        } = input;
        const made = savedBy(
          await createEntity(services, actor, {
            type,
            name,
            label,
            sortOrder,
            isActive,
            properties,
          }),
          asOwnField,
        );
        return {
          ...one(existing(await findEntity(db, actor, made.id))),
          status: 201,
          location: `/entities/${made.id}`,
        };
      },
    }),
    operation({
      ...{
        id: 'replaceEntity',
        method: 'put',
        path: '/entities/:id',
        tag: 'entities',
        policy: mayRun(updateEntity),
        status: 200,
      },
      ...{ body: entityReplacement, reply: entity, refusals: [409], versioned: true },
      run: ({ input: { entity_type: _, ...input }, ...call }) =>
        change(call, { ...input, label: input.label ?? '' }),
    }),
    operation({
      ...{
        id: 'changeEntity',
        method: 'patch',
        path: '/entities/:id',
        tag: 'entities',
        policy: mayRun(updateEntity),
        status: 200,
      },
      ...{ body: entityChange, reply: entity, refusals: [409], versioned: true },
      run: ({ input, ...call }) => change(call, input),
    }),
    operation({
      ...{
        id: 'deleteEntity',
        method: 'delete',
        path: '/entities/:id',
        tag: 'entities',
        policy: mayRun(deleteEntity),
        status: 204,
      },
      ...{ refusals: [409, 422], versioned: true },
      run: async (call) => {
        savedBy(
          await deleteEntity(services, call.actor, { id: call.id, version: await seen(call) }),
        );
        return { status: 204 };
      },
    }),
  ];
}

interface ChangeCall {
  readonly id: string;
  readonly request: Parameters<typeof heldTo>[0];
  readonly actor: Actor;
}

/** Renames a field of the store to the API's name. */
const asOwnField = (reason: Reason): Reason =>
  reason.field === 'type' ? { ...reason, field: 'entity_type' } : reason;
