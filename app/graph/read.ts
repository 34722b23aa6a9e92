import neo4j, { type Driver } from 'neo4j-driver';
import { entityTypes, relationTypes } from '../declarations.ts';
import type { EntityType, RelationTypeName } from '../ontology/declared.ts';
import { within } from './deadline.ts';
import { isIdentifier } from './projection.ts';

/** A label or relationship types, checked against what features declare. */
interface Identifier {
  readonly identifier: string;
}

/** A statement in parts that may be put together; its values are parameters. */
export interface Cypher {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The label of an entity type. Throws for a name that no feature declares. */
export const label = (type: EntityType): Identifier => declared([type], entityTypes);

/** The relationships of some relation types. Throws for a name that no feature declares. */
export const oneOf = (...types: readonly RelationTypeName[]): Identifier =>
  declared(types, relationTypes);

function declared(names: readonly string[], known: object): Identifier {
  for (const name of names)
    if (!Object.hasOwn(known, name) || !isIdentifier(name))
      throw new TypeError(`no feature declares ${JSON.stringify(name)}`);
  return { identifier: names.join('|') };
}

/** A value in a statement: becomes a parameter with this name. */
export const value = (name: string, of: unknown): Cypher => ({
  text: `$${name}`,
  parameters: { [name]: of },
});

/** Ids as 64-bit integers. */
export const ids = (of: readonly string[]) => of.map((id) => neo4j.int(id));

/**
 * A statement of the graph. Only declared names and other statements become part of its text, so no
 * data does. `$env` is the environment; each pattern has to begin with nodes of it.
 */
export function cypher(
  texts: TemplateStringsArray,
  ...parts: readonly (Identifier | Cypher)[]
): Cypher {
  const text = texts.reduce((sofar, next, at) => {
    const part = parts[at - 1];
    return sofar + (part === undefined ? '' : textOf(part)) + next;
  });
  return {
    text,
    parameters: Object.assign({}, ...parts.map((part) => ('text' in part ? part.parameters : {}))),
  };
}

const textOf = (part: Identifier | Cypher): string =>
  'text' in part ? part.text : part.identifier;

/** A row of the graph: texts, numbers, booleans, and lists and maps of them. */
export type GraphRow = Readonly<Record<string, unknown>>;

/** Answers all statements, or `undefined`: PostgreSQL has to. */
export type ReadGraph = (
  statements: readonly Cypher[],
) => Promise<readonly (readonly GraphRow[])[] | undefined>;

/**
 * Milliseconds after which the server ends a statement. Longer than anyone waits: the first run of
 * a statement is planned for seconds on a busy server, and only a plan that is finished is kept.
 */
const longest = 10_000;

export interface GraphReadOptions {
  readonly driver: Driver;
  readonly env: string;
  readonly now: () => Date;
  /** Called with each failure that a request had to wait for. */
  readonly failed: (error: unknown) => void;
  /** For all statements of an answer. @default 800 */
  readonly deadlineMs?: number;
  /** How long the graph is left alone after a failure. @default 5000 */
  readonly pauseMs?: number;
}

/**
 * Reads of the graph with a deadline (spec graph#reads). After a failure the graph is left alone for
 * a while; then one request tries again, and the others don't wait for it.
 */
export function createGraphRead({
  driver,
  env,
  now,
  failed,
  deadlineMs = 800,
  pauseMs = 5_000,
}: GraphReadOptions): ReadGraph {
  let asksFrom: number | undefined;
  const ask = async ({ text, parameters }: Cypher): Promise<readonly GraphRow[]> => {
    const { records } = await driver.executeQuery(
      text,
      { ...parameters, env },
      { routing: neo4j.routing.READ, transactionConfig: { timeout: longest } },
    );
    return records.map((record) => plain(record.toObject()) as GraphRow);
  };
  return async (statements) => {
    const at = now().getTime();
    if (asksFrom !== undefined && at < asksFrom) return undefined;
    if (asksFrom !== undefined) asksFrom = at + pauseMs;
    try {
      const late = () => new Error(`Neo4j did not answer within ${deadlineMs} ms`);
      const answers = await within(Promise.all(statements.map(ask)), deadlineMs, late);
      asksFrom = undefined;
      return answers;
    } catch (error) {
      asksFrom = at + pauseMs;
      failed(error);
      return undefined;
    }
  };
}

/** Values without the driver's integers; ids are texts already. */
function plain(found: unknown): unknown {
  if (neo4j.isInt(found)) return found.toNumber();
  if (Array.isArray(found)) return found.map(plain);
  if (typeof found !== 'object' || found === null) return found;
  return Object.fromEntries(Object.entries(found).map(([key, each]) => [key, plain(each)]));
}
