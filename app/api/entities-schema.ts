import { z } from 'zod';
import { isTypeName } from '../entities/index.ts';
import { isSensitive } from '../ontology/schema.ts';
import {
  fieldsQuery,
  id,
  idQuery,
  moment,
  pageQuery,
  properties,
  q,
  writtenProperties,
} from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

export const entity = z
  .object({
    id: id(),
    entity_type: z.string(),
    name: z.string(),
    label: z.string(),
    sort_order: z.int(),
    is_active: z.boolean(),
    properties: properties(),
    created_at: moment(),
    updated_at: moment(),
  })
  .meta({ id: 'Entity' });
export type Entity = z.output<typeof entity>;

const entityType = z
  .string()
  .max(63)
  .refine(isTypeName, texts.refused.typeName)
  .meta({ pattern: '^[a-z][a-z0-9_]{0,62}$', examples: ['tor'] });
const name = z.string().trim().min(1).max(255).meta({ description: words.entityName });
const label = z.string().max(500);
const order = z.int().min(-2_147_483_648).max(2_147_483_647);
const kept = z.string().max(100_000);

export const newEntity = z
  .strictObject({
    ...{
      entity_type: entityType,
      name,
      label: label.optional(),
      sort_order: order.optional(),
      is_active: z.boolean().optional(),
    },
    properties: writtenProperties(kept).optional(),
  })
  .meta({ id: 'NewEntity' });
export const entityReplacement = z
  .strictObject({
    ...{
      entity_type: z.string().optional().meta({ description: words.ignoredType }),
      name,
      label: label.optional(),
    },
    ...{
      sort_order: order.optional(),
      is_active: z.boolean().optional(),
      properties: writtenProperties(kept).optional(),
    },
  })
  .meta({ id: 'EntityReplacement' });
export const entityChange = z
  .strictObject({
    ...{
      name: name.optional(),
      label: label.optional(),
      sort_order: order.optional(),
      is_active: z.boolean().optional(),
    },
    properties: writtenProperties(kept.nullable().meta({ description: words.removed })).optional(),
  })
  .meta({ id: 'EntityChange' });
export type EntityChange = z.output<typeof entityChange>;

/** `key:value`; a filter cannot be used to guess a secret. */
const propertyFilter = z
  .string()
  .max(600)
  .regex(/^[^:]{1,255}:/)
  .refine((text) => !isSensitive(text.slice(0, text.indexOf(':'))), texts.refused.secretFilter);

export const entityQuery = z.object({
  ...pageQuery,
  q,
  entity_type: z.string().max(63).optional(),
  is_active: z.enum(['true', 'false']).optional(),
  property: z
    .union([propertyFilter, z.array(propertyFilter).max(5)])
    .optional()
    .meta({ description: words.propertyFilter }),
  fields: fieldsQuery(entity),
});
export type EntityQuery = z.output<typeof entityQuery>;

const end = z
  .object({ id: id(), entity_type: z.string(), name: z.string(), label: z.string() })
  .meta({ id: 'RelationEnd' });
export const relation = z
  .object({
    id: id(),
    relation_type: z.string(),
    source: end,
    target: end,
    properties: properties(),
    created_at: moment(),
  })
  .meta({ id: 'Relation' });
export type Relation = z.output<typeof relation>;

export const newRelation = z
  .strictObject({
    relation_type: z.string().min(1).max(255),
    source_id: id(),
    target_id: id(),
    properties: writtenProperties(kept).optional(),
  })
  .meta({ id: 'NewRelation' });

export const relationQuery = z.object({
  ...pageQuery,
  relation_type: z.string().max(255).optional(),
  entity_id: idQuery.meta({ description: words.eitherEnd }),
  source_id: idQuery,
  target_id: idQuery,
  fields: fieldsQuery(relation),
});
export type RelationQuery = z.output<typeof relationQuery>;
