import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { cursor } from '../ontology/bulk-read.ts';
import { idsOf, type NameOf, namesOf } from '../ontology/record-names.ts';
import {
  fieldsOf,
  momentField,
  type RecordKind,
  type RecordOutcome,
  storedMoment,
  UnfitRecord,
} from '../ontology/records.ts';
import type { Definition } from './definition.ts';
import { insertVersion } from './move-store.ts';
import { texts } from './texts.ts';

/** The types whose items follow a workflow. */
export const historyTypes = ['suggestion', 'proposal', 'agenda_point', 'meeting'] as const;

const part = { name: z.string().nullable(), label: z.string() };
const code = z.string();

const fields = z.object({
  of: z.string().min(1).max(63),
  number: z.int().min(1),
  since: momentField,
  statuses: z.array(
    z.object({
      ...{ ...part, code, order: z.number(), isInitial: z.boolean(), isTerminal: z.boolean() },
    }),
  ),
  transitions: z.array(
    z.object({
      ...{ ...part, from: code, to: code, permission: z.string().nullable() },
      ...{ capability: z.string().nullable(), condition: z.string().nullable() },
      needsOutcome: z.boolean(),
    }),
  ),
});
type Portable = Pick<z.infer<typeof fields>, 'statuses' | 'transitions'>;

interface Version {
  readonly of: string;
  readonly number: number;
  readonly since: string;
  readonly definition: Definition;
}

const [ofStatus, ofTransition] = ['workflow_status', 'workflow_transition'];

const versions = sql<Version>`
  select scope as of, number, ${storedMoment('since')} as since, definition
  from workflow_versions order by scope collate "C", number`;

/**
 * Versions of workflows in exports and imports (spec workflow#exchange). A definition that is
 * stored never changes; the same one of a file is the same except for ids.
 */
export const workflowVersionRecords: RecordKind = {
  kind: 'workflow_version',
  type: 'suggestion',
  otherTypes: historyTypes,
  isShared: true,
  read: async function* (tx) {
    for await (const rows of cursor(tx, 'workflow_versions_out', versions)) {
      const nameOf = await namesOf(
        tx,
        rows.flatMap(({ definition }) => idsIn(definition)),
      );
      for (const { definition, ...row } of rows)
        yield { fields: { ...row, ...portable(definition, nameOf) } };
    }
  },
  writer: (tx) => ({ write: (record) => keep(tx, record.fields) }),
};

const idsIn = ({ statuses, transitions }: Definition): readonly string[] =>
  [...statuses, ...transitions].map(({ id }) => id);

const portable = ({ statuses, transitions }: Definition, nameOf: NameOf): Portable => ({
  statuses: statuses.map(({ id, ...status }) => ({
    name: nameOf(ofStatus, id) ?? null,
    ...status,
  })),
  transitions: transitions.map(({ id, ...step }) => ({
    ...{ name: nameOf(ofTransition, id) ?? null, ...step },
  })),
});

/** The content of a definition, without the names of its entities. */
const said = ({ statuses, transitions }: Portable) => ({
  statuses: statuses.map(({ name: _name, ...status }) => status),
  transitions: transitions.map(({ name: _name, ...step }) => step),
});

async function keep(tx: Tx, given: unknown): Promise<RecordOutcome> {
  const { of: scope, number, since, statuses, transitions } = fieldsOf(fields, given);
  const present = (await readVersions(tx, scope)).get(number);
  if (present !== undefined) {
    if (isDeepStrictEqual(present, said({ statuses, transitions }))) return 'present';
    throw new UnfitRecord(texts.exchange.version(scope, number));
  }
  const named = (type: string, parts: readonly { readonly name: string | null }[]) =>
    parts.flatMap(({ name }) => (name === null ? [] : [{ type, name }]));
  const idOf = await idsOf(tx, [...named(ofStatus, statuses), ...named(ofTransition, transitions)]);
  const withId =
    <Part extends { readonly name: string | null }>(type: string) =>
    ({ name, ...rest }: Part, at: number) => ({
      id: (name === null ? undefined : idOf(type, name)) ?? String(-1 - at),
      ...rest,
    });
  const definition = {
    scope,
    statuses: statuses.map(withId(ofStatus)),
    transitions: transitions.map(withId(ofTransition)),
  };
  await insertVersion(tx, definition, { number, since });
  return 'created';
}

type Said = ReturnType<typeof said>;

async function readVersions(tx: Tx, scope: string): Promise<ReadonlyMap<number, Said>> {
  const { rows } = await sql<Version>`
    select number, definition from workflow_versions where scope = ${scope}`.execute(tx);
  return new Map(
    rows.map(({ number, definition }) => [number, said(portable(definition, () => undefined))]),
  );
}

const digest = ({ statuses, transitions }: Said): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder([statuses, transitions])))
    .digest('hex');

/** A value with the keys of its objects in alphabetical order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  );
}

/** Digests of the versions of a workflow by number, which are the same in every installation. */
export const digestsOf = async (tx: Tx, scope: string): Promise<ReadonlyMap<number, string>> =>
  new Map(
    [...(await readVersions(tx, scope))].map(([number, version]) => [number, digest(version)]),
  );
