import type { ClientBase } from 'pg';
import { writeDated } from './calendar.ts';
import {
  countVerdicts,
  type Declared,
  decide,
  digestOf,
  type ItemCounts,
  type ItemKind,
  type Remembered,
  type Verdict,
} from './items.ts';
import {
  type EntityRef,
  refOf,
  type SeedContent,
  type SeedEntity,
  type SeedValue,
} from './model.ts';
import * as store from './store.ts';

export interface Applied {
  readonly entities: ItemCounts;
  /** Properties of entities and relations together. */
  readonly properties: ItemCounts;
  readonly relations: ItemCounts;
  /** Ids of the users created by this seed run, by name. */
  readonly createdUsers: ReadonlyMap<string, string>;
  /** Ids of all declared entities that exist, including those that users created. */
  readonly ids: ReadonlyMap<EntityRef, string>;
}

/** An entity or relation in the database that properties or relations can belong to. */
interface Subject {
  readonly id: string;
  /** Written by this or an earlier seed run. Nothing is added to what an administrator created. */
  readonly ours: boolean;
}

interface Judged<Wanted> {
  readonly wanted: Wanted;
  readonly verdict: Verdict;
}

/**
 * Writes `content` to the database as `decide` allows, in sets: a dozen statements for any amount.
 */
export async function applyContent(
  client: ClientBase,
  content: SeedContent,
  now: Date,
): Promise<Applied> {
  const known = await store.readItems(client);
  const entities = await applyEntities(client, content.entities, known.entity, now);
  const relations = await applyRelations(
    client,
    content.relations,
    known.relation,
    entities.subjects,
  );
  const ofEntities = await applyProperties(client, 'property', known.property, [
    ...content.entities.flatMap((entity) =>
      propertiesOf(refOf(entity), entity.properties, entities.subjects, now),
    ),
  ]);
  const ofRelations = await applyProperties(client, 'relation_property', known.relation_property, [
    ...content.relations.flatMap((relation) =>
      propertiesOf(nameOf(relation), relation.properties, relations.subjects, now),
    ),
  ]);
  return {
    entities: countVerdicts(entities.verdicts),
    relations: countVerdicts(relations.verdicts),
    properties: countVerdicts([...ofEntities, ...ofRelations]),
    createdUsers: entities.createdUsers,
    ids: new Map([...entities.subjects].map(([ref, { id }]) => [ref, id])),
  };
}

interface WantedEntity extends Declared {
  readonly item: EntityRef;
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  readonly present: store.StoredEntity | undefined;
}

async function applyEntities(
  client: ClientBase,
  declared: readonly SeedEntity[],
  known: ReadonlyMap<string, Remembered>,
  now: Date,
) {
  const ids = declared.flatMap((entity) => known.get(refOf(entity))?.subjectId ?? []);
  const stored = await store.readEntities(client, ids, declared);
  const byId = new Map(stored.map((entity) => [entity.id, entity]));
  const byRef = new Map(stored.map((entity) => [refOf(entity), entity]));

  const judged = judge(
    known,
    declared.map((entity): WantedEntity => {
      const { type, name, sortOrder } = entity;
      const item = refOf(entity);
      const label = typeof entity.label === 'string' ? entity.label : writeDated(entity.label, now);
      // A renamed entity is still the one that was written, and another of the same name as a
      // deleted one is not.
      const remembered = known.get(item);
      const present = remembered ? byId.get(remembered.subjectId) : byRef.get(item);
      return {
        item,
        type,
        name,
        label,
        sortOrder,
        present,
        offered: digestOf([entity.label, sortOrder]),
        value: digestOf([label, sortOrder]),
      };
    }),
    ({ present }) => present && digestOf([present.label, present.sortOrder]),
    () => true,
  );

  const created = only(judged, 'create');
  const createdIds = created.length === 0 ? [] : await store.insertEntities(client, created);
  const changes = only(judged, 'update').flatMap((wanted) =>
    wanted.present ? [{ ...wanted, before: wanted.present }] : [],
  );
  if (changes.length > 0) await store.updateEntities(client, changes);

  const idOf = new Map([
    ...judged.flatMap(({ wanted }) =>
      wanted.present ? [[wanted.item, wanted.present.id] as const] : [],
    ),
    ...created.map(({ item }, place) => [item, createdIds[place] ?? ''] as const),
  ]);
  await note(client, 'entity', judged, ({ item }) => idOf.get(item));

  const writtenEarlier = (item: string) => typeof known.get(item)?.written === 'string';
  const subjects = new Map<EntityRef, Subject>(
    judged.flatMap(({ wanted: { item }, verdict }): [EntityRef, Subject][] => {
      const id = idOf.get(item);
      return id === undefined
        ? []
        : [[item, { id, ours: verdict === 'create' || writtenEarlier(item) }]];
    }),
  );
  const createdUsers = new Map(
    created.flatMap(({ type, name, item }) =>
      type === 'user' ? [[name, idOf.get(item) ?? ''] as const] : [],
    ),
  );
  return { verdicts: judged.map(({ verdict }) => verdict), subjects, createdUsers };
}

interface WantedRelation extends Declared, Omit<store.StoredRelation, 'id'> {
  readonly present: string | undefined;
  readonly ours: boolean;
}

const nameOf = ({ type, source, target }: { type: string; source: EntityRef; target: EntityRef }) =>
  `${type} ${source} ${target}`;
const endsOf = ({ typeId, sourceId, targetId }: Omit<store.StoredRelation, 'id'>) =>
  `${typeId} ${sourceId} ${targetId}`;

async function applyRelations(
  client: ClientBase,
  declared: SeedContent['relations'],
  known: ReadonlyMap<string, Remembered>,
  subjects: ReadonlyMap<string, Subject>,
) {
  const stored = await store.readRelations(
    client,
    [...subjects.values()].map(({ id }) => id),
  );
  const idByEnds = new Map(stored.map((relation) => [endsOf(relation), relation.id]));
  const there = '';
  const missing: Verdict[] = [];
  const wanted = declared.flatMap((relation): WantedRelation[] => {
    const [type, source, target] = [
      `relation_type:${relation.type}`,
      relation.source,
      relation.target,
    ].map((ref) => subjects.get(ref));
    if (!(type && source && target)) {
      missing.push('yield');
      return [];
    }
    const ends = { typeId: type.id, sourceId: source.id, targetId: target.id };
    return [
      {
        item: nameOf(relation),
        ...ends,
        offered: there,
        value: there,
        present: idByEnds.get(endsOf(ends)),
        ours: source.ours,
      },
    ];
  });
  const judged = judge(
    known,
    wanted,
    ({ present }) => (present === undefined ? undefined : there),
    ({ ours }) => ours,
  );

  const created = only(judged, 'create');
  for (const relation of created.length === 0 ? [] : await store.insertRelations(client, created)) {
    idByEnds.set(endsOf(relation), relation.id);
  }
  await note(client, 'relation', judged, (relation) => idByEnds.get(endsOf(relation)));

  const present = judged.flatMap(({ wanted: relation, verdict }): [string, Subject][] => {
    const id = idByEnds.get(endsOf(relation));
    const ours = verdict === 'create' || typeof known.get(relation.item)?.written === 'string';
    return id === undefined ? [] : [[relation.item, { id, ours }]];
  });
  return {
    verdicts: [...judged.map(({ verdict }) => verdict), ...missing],
    subjects: new Map(present),
  };
}

interface WantedProperty extends Declared {
  readonly key: string;
  readonly text: string;
  readonly subject: Subject;
}

/**
 * The properties of one subject with dates and references resolved; omits those of or to a missing
 * entity.
 */
function propertiesOf(
  owner: string,
  properties: Readonly<Record<string, SeedValue>>,
  subjects: ReadonlyMap<string, Subject>,
  now: Date,
): WantedProperty[] {
  const subject = subjects.get(owner);
  if (!subject) return [];
  return Object.entries(properties).flatMap(([key, declared]) => {
    const text = resolve(declared, subjects, now);
    if (text === undefined) return [];
    return [
      {
        item: `${owner} ${key}`,
        key,
        text,
        subject,
        offered: digestOf(declared),
        value: digestOf(text),
      },
    ];
  });
}

function resolve(
  value: SeedValue,
  subjects: ReadonlyMap<string, Subject>,
  now: Date,
): string | undefined {
  if (typeof value === 'string') return value;
  return 'ref' in value ? subjects.get(value.ref)?.id : writeDated(value, now);
}

async function applyProperties(
  client: ClientBase,
  kind: 'property' | 'relation_property',
  known: ReadonlyMap<string, Remembered>,
  wanted: readonly WantedProperty[],
): Promise<readonly Verdict[]> {
  const ids = [...new Set(wanted.map(({ subject }) => subject.id))];
  const stored = new Map(
    (await store.readProperties(client, kind, ids)).map((row) => [
      `${row.subjectId} ${row.key}`,
      row,
    ]),
  );
  const presentOf = ({ subject, key }: WantedProperty) => stored.get(`${subject.id} ${key}`);
  const judged = judge(
    known,
    wanted,
    (property) => {
      const present = presentOf(property);
      return present && digestOf(present.value);
    },
    ({ subject }) => subject.ours,
  );

  const created = only(judged, 'create').map(({ subject, key, text }) => ({
    subjectId: subject.id,
    key,
    value: text,
  }));
  if (created.length > 0) await store.insertProperties(client, kind, created);
  const changes = only(judged, 'update').flatMap((property) => {
    const before = presentOf(property);
    return before ? [{ before, value: property.text }] : [];
  });
  if (changes.length > 0) await store.updateProperties(client, kind, changes);
  await note(client, kind, judged, ({ subject }) => subject.id);
  return judged.map(({ verdict }) => verdict);
}

function judge<Wanted extends Declared>(
  known: ReadonlyMap<string, Remembered>,
  wanted: readonly Wanted[],
  present: (wanted: Wanted) => string | undefined,
  ours: (wanted: Wanted) => boolean,
): readonly Judged<Wanted>[] {
  return wanted.map((one) => ({
    wanted: one,
    verdict: decide(one, known.get(one.item), present(one), ours(one)),
  }));
}

const only = <Wanted>(judged: readonly Judged<Wanted>[], which: Verdict): Wanted[] =>
  judged.flatMap(({ wanted, verdict }) => (verdict === which ? [wanted] : []));

/**
 * Records the written and adopted items. Kept and yielded items are recorded already, if they ever
 * belonged to the seed.
 */
async function note<Wanted extends Declared>(
  client: ClientBase,
  kind: ItemKind,
  judged: readonly Judged<Wanted>[],
  subjectId: (wanted: Wanted) => string | undefined,
): Promise<void> {
  const noted = judged.flatMap(({ wanted, verdict }) => {
    const id = subjectId(wanted);
    if (id === undefined || verdict === 'keep' || verdict === 'yield') return [];
    return [
      {
        item: wanted.item,
        subjectId: id,
        offered: wanted.offered,
        written: verdict === 'adopt' ? null : wanted.value,
      },
    ];
  });
  if (noted.length > 0) await store.writeItems(client, kind, noted);
}
