import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { createRelation, deleteRelation } from '../entities/index.ts';
import { may, mayRun } from '../http/policy.ts';
import type { Actor } from '../ontology/actor.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import { type Texts, withoutSecrets } from '../ontology/schema.ts';
import type { Services } from '../services.ts';
import { etagOf, heldTo } from './conditional.ts';
import { visible } from './entities.ts';
import {
  newRelation,
  type Relation,
  type RelationQuery,
  relation,
  relationQuery,
} from './entities-schema.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { chosen, fieldsQuery, listOf, sparse } from './schema.ts';

interface RelationRow {
  readonly id: string;
  readonly type: string;
  readonly source: Relation['source'];
  readonly target: Relation['target'];
  readonly properties: Texts;
  readonly createdAt: Date;
}

const end = (alias: string) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`json_build_object('id', ${column('id')}, 'entity_type', ${column('entity_type')}, 'name', ${column('name')}, 'label', ${column('label')})`;
};

const columns = sql`r.id, t.name as type, ${end('s')} as source, ${end('g')} as target, r.created_at as "createdAt", r.properties`;
const tables = sql`relations r join entities t on t.id = r.relation_type_id
  join entities s on s.id = r.source_id join entities g on g.id = r.target_id`;
const visibleEnds = (actor: Actor) =>
  sql`${visible(actor, sql`s.entity_type`)} and ${visible(actor, sql`g.entity_type`)}`;

async function findRelation(db: Db, actor: Actor, id: string): Promise<RelationRow | undefined> {
  const { rows } =
    await sql<RelationRow>`select ${columns} from ${tables} where r.id = ${id} and ${visibleEnds(actor)}`.execute(
      db,
    );
  return rows[0];
}

const shown = ({ id, type, source, target, properties, createdAt }: RelationRow): Relation => ({
  ...{ id: Number(id), relation_type: type, source, target },
  properties: withoutSecrets(properties),
  created_at: createdAt.toISOString(),
});

const conditions = (
  { relation_type, entity_id, source_id, target_id }: RelationQuery,
  actor: Actor,
) =>
  sql.join(
    [
      visibleEnds(actor),
      ...(relation_type === undefined
        ? []
        : [sql`r.relation_type_id = ${relationTypeId(relation_type)}`]),
      ...(entity_id === undefined ? [] : [sql`${entity_id}::bigint in (r.source_id, r.target_id)`]),
      ...(source_id === undefined ? [] : [sql`r.source_id = ${source_id}`]),
      ...(target_id === undefined ? [] : [sql`r.target_id = ${target_id}`]),
    ],
    sql` and `,
  );

/** Relations between entities that the caller may see. */
export function relationOperations(services: Services): readonly Operation[] {
  const { db } = services;
  return [
    operation({
      ...{
        id: 'listRelations',
        method: 'get',
        path: '/relations',
        policy: may('entities.list'),
      },
      ...{ query: relationQuery, reply: listOf(sparse(relation)) },
      run: async ({ filter, actor }) => {
        const list = {
          select: columns,
          from: tables,
          where: conditions(filter, actor),
          order: [sql`r.id`],
        };
        return listResult(db, list, filter, shown);
      },
    }),
    operation({
      ...{
        id: 'getRelation',
        method: 'get',
        path: '/relations/:id',
        policy: may('entities.list'),
      },
      ...{
        query: z.object({ fields: fieldsQuery(relation) }),
        reply: sparse(relation),
        versioned: true,
      },
      run: async ({ id, actor, filter }) => ({
        body: chosen(shown(existing(await findRelation(db, actor, id))), filter.fields),
      }),
    }),
    operation({
      ...{
        id: 'createRelation',
        method: 'post',
        path: '/relations',
        policy: mayRun(createRelation),
        status: 201,
      },
      ...{ body: newRelation, reply: relation, refusals: [409], versioned: true, repeatable: true },
      run: async ({ actor, input: { relation_type: type, source_id, target_id, properties } }) => {
        const ends = { source: String(source_id), target: String(target_id) };
        const made = savedBy(await createRelation(services, actor, { type, ...ends, properties }));
        const row = existing(await findRelation(db, actor, made.id));
        return { body: shown(row), location: `/relations/${made.id}` };
      },
    }),
    operation({
      ...{
        id: 'deleteRelation',
        method: 'delete',
        path: '/relations/:id',
        policy: mayRun(deleteRelation),
      },
      ...{ refusals: [409, 422], versioned: true },
      run: async ({ id, actor, request }) => {
        const before = existing(await findRelation(db, actor, id));
        heldTo(request, { etag: etagOf(undefined, shown(before)) });
        savedBy(await deleteRelation(services, actor, { id }));
        return noContent;
      },
    }),
  ];
}
