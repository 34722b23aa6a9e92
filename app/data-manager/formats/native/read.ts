import type { EntityKey } from '../../../ontology/bulk-relations.ts';
import { texts } from '../../transfer-texts.ts';
import {
  type BrokenItem,
  type EntityItem,
  type FileItem,
  isRecord,
  modeOf,
  propertiesOf,
  type RelationItem,
  Unreadable,
} from '../items.ts';
import { type JsonPart, malformed } from '../json/splitter.ts';

/** Members of a native file that are read item by item. */
export const nativeArrays = ['entities', 'relations'] as const;

/**
 * Reads a part of a native file (spec data-exchange#native-format); ignores unknown members and
 * fields, such as the `id` of an export.
 */
export function nativeItem({ key, index, value }: JsonPart): FileItem | undefined {
  if (key === 'entities' && index !== undefined)
    return readable('entity', index, value, () => entityOf(value, index));
  if (key === 'relations' && index !== undefined)
    return readable('relation', index, value, () => relationOf(value, index));
  if (key === 'conflict_mode' && typeof value === 'string')
    return { kind: 'mode', mode: modeOf(value) };
  if ((key === 'entities' || key === 'relations') && value !== null)
    throw malformed(texts.notAList(key));
  return undefined;
}

/** The item that `read` returns, or the reason why it is invalid. */
export function readable<Item>(
  of: BrokenItem['of'],
  index: number,
  item: unknown,
  read: () => Item,
): Item | BrokenItem {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'broken', of, index, item, reason: error.message };
  }
}

function entityOf(value: unknown, index: number): EntityItem {
  if (!isRecord(value)) throw new Unreadable(texts.notAnObject);
  const { sort_order: sortOrder = 0, is_active: isActive, properties = {} } = value;
  if (typeof sortOrder !== 'number') throw new Unreadable(texts.sortOrder);
  if (isActive !== undefined && typeof isActive !== 'boolean') throw new Unreadable(texts.isActive);
  return {
    ...{ kind: 'entity', index, sortOrder, isActive },
    ...{
      type: wordOf(value, 'entity_type'),
      name: wordOf(value, 'name'),
      label: wordOf(value, 'label'),
    },
    properties: recordOf(properties),
  };
}

function relationOf(value: unknown, index: number): RelationItem {
  if (!isRecord(value)) throw new Unreadable(texts.notAnObject);
  return {
    ...{ kind: 'relation', index, describes: false },
    type: wordOf(value, 'relation_type'),
    source: endOf(wordOf(value, 'source')),
    target: endOf(wordOf(value, 'target')),
    properties: recordOf(value['properties'] ?? {}),
  };
}

/** `type:name`, split at the first colon: names may contain colons. */
function endOf(reference: string): EntityKey {
  const at = reference.indexOf(':');
  if (at < 1) throw new Unreadable(texts.reference(reference));
  return { type: reference.slice(0, at), name: reference.slice(at + 1) };
}

function recordOf(value: unknown) {
  if (value === null) return {};
  if (!isRecord(value)) throw new Unreadable(texts.properties);
  return propertiesOf(value);
}

function wordOf(value: Readonly<Record<string, unknown>>, field: string): string {
  const word = Object.hasOwn(value, field) ? value[field] : undefined;
  if (typeof word === 'string') return word;
  throw new Unreadable(word === undefined ? texts.missing(field) : texts.notText(field));
}
