import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Content of a file for a benchmark. */
export interface FileContent {
  readonly entities: number;
  /** Entities as in the demo data, or small ones of one type without relations. */
  readonly like: 'demo-like' | 'short';
}

interface Kind {
  /** Percentage of the entities. */
  readonly share: number;
  readonly properties: (n: number) => Readonly<Record<string, string>>;
  /** Its outgoing relations: the kind of their targets, by relation type. */
  readonly relations?: Readonly<Record<string, string>>;
}

const sentence = 'The board needs a plan for this before the next period begins.';
const [day, open] = ['2026-11-24', 'open'];

/** Types, properties and relations as in test/bench/entities.ts. */
const kinds: Readonly<Record<string, Kind>> = {
  user: {
    share: 15,
    properties: (n) => ({ email: `person.${n}@example.com` }),
    relations: { has_role: 'role' },
  },
  tor: {
    share: 12,
    properties: () => ({
      status: 'active',
      description: sentence,
      meeting_cadence: 'weekly',
      cadence_time: '09:30',
    }),
    relations: { feeds_into: 'tor' },
  },
  tor_function: {
    share: 26,
    properties: () => ({ membership_type: 'mandatory', description: sentence }),
    relations: { belongs_to_tor: 'tor', filled_by: 'user' },
  },
  meeting: {
    share: 12,
    properties: (n) => ({ meeting_date: day, status: 'confirmed', meeting_number: `M-${n}` }),
    relations: { belongs_to_tor: 'tor' },
  },
  agenda_point: {
    share: 11,
    properties: (n) => ({
      ...{ title: `Budget review ${n}`, description: sentence, status: 'scheduled' },
      ...{ scheduled_date: day, created_by: '17', priority: 'high' },
    }),
    relations: { belongs_to_tor: 'tor' },
  },
  suggestion: {
    share: 11,
    properties: () => ({
      description: sentence,
      status: open,
      submitted_date: day,
      submitted_by_id: '17',
    }),
    relations: { suggested_to: 'tor' },
  },
  proposal: {
    share: 8,
    properties: (n) => ({
      ...{ title: `Hiring plan ${n}`, description: sentence, rationale: sentence },
      ...{ status: 'draft', submitted_date: day, submitted_by_id: '17' },
    }),
    relations: { submitted_to: 'tor' },
  },
  coa: {
    share: 3,
    properties: (n) => ({ title: `Course ${n}`, description: sentence, coa_type: 'simple' }),
    relations: { considered_at: 'agenda_point' },
  },
  opinion: {
    share: 2,
    properties: () => ({ stance: 'support', rationale: sentence }),
    relations: { written_by: 'user', opinion_on: 'agenda_point', prefers_coa: 'coa' },
  },
};

const notes: Readonly<Record<string, Kind>> = {
  note: {
    share: 100,
    properties: (n) => ({ title: `A title of a usual length, ${n}`, status: open }),
  },
};

/** Writes a native file, one line per item; the same content always gives the same file. */
export async function writeFileOf(path: string, { entities, like }: FileContent): Promise<void> {
  const world = like === 'demo-like' ? kinds : notes;
  const file = createWriteStream(path);
  const put = async (text: string) => void (file.write(text) || (await once(file, 'drain')));
  const countOf = (kind: Kind) => Math.round((entities * kind.share) / 100);
  const relationTypes = new Set(
    Object.values(world).flatMap(({ relations = {} }) => Object.keys(relations)),
  );
  await put(`{"entities":[\n${line({ entity_type: 'role', name: 'role_0', label: 'Role' })}`);
  for (const name of relationTypes)
    await put(`,\n${line({ entity_type: 'relation_type', name, label: name })}`);
  for (const [type, kind] of Object.entries(world))
    for (let n = 0; n < countOf(kind); n += 1) await put(`,\n${line(entityOf(type, n, kind))}`);
  await put('\n],"relations":[');
  let separator = '\n';
  for (const [type, kind] of Object.entries(world)) {
    for (let n = 0; n < countOf(kind); n += 1) {
      for (const [relation, target] of Object.entries(kind.relations ?? {})) {
        // Spread over all of them, deterministically.
        const other =
          target === 'role' ? 0 : (n * 7919 + relation.length) % countOf(world[target] ?? kind);
        await put(
          `${separator}${line({ relation_type: relation, source: `${type}:${type}_${n}`, target: `${target}:${target}_${other}` })}`,
        );
        separator = ',\n';
      }
    }
  }
  await put('\n]}\n');
  file.end();
  await once(file, 'close');
}

const line = (item: object): string => JSON.stringify(item);

const entityOf = (type: string, n: number, { properties }: Kind): object => ({
  ...{
    entity_type: type,
    name: `${type}_${n}`,
    label: `${n % 7 === 0 ? 'Privacy' : 'Cloud'} ${type} ${n}`,
    sort_order: 0,
  },
  properties: properties(n),
});
