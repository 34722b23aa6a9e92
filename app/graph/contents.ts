import { ahead } from './ahead.ts';
import { type Contents, ContentsTally } from './digest.ts';
import { type RunQuery, whole } from './driver.ts';
import { fromDriver } from './projector.ts';

interface StoredNode {
  readonly id: unknown;
  readonly labels: string[];
  readonly properties: Record<string, unknown>;
  readonly outgoing: { type: string; target: unknown; properties: Record<string, unknown> }[];
}

/** Reads everything of `env` and computes its contents. */
export async function readContents(
  query: RunQuery,
  env: string,
  pageSize: number,
): Promise<Contents> {
  const tally = new ContentsTally();
  for await (const nodes of ahead(pages(query, env, pageSize)))
    for (const { id, labels, properties, outgoing } of nodes) {
      tally.addNode({
        labels: labels.filter((label) => label !== 'Entity'),
        properties: fromDriver(properties),
      });
      for (const { type, target, properties: own } of outgoing)
        tally.addRelationship({
          ...{ type, source: String(id), target: String(target), properties: fromDriver(own) },
        });
    }
  return tally.contents();
}

async function* pages(
  query: RunQuery,
  env: string,
  size: number,
): AsyncGenerator<readonly StoredNode[]> {
  for (let after = '-1'; ; ) {
    const nodes = await query<StoredNode & { id: unknown }>(
      `match (n:Entity {env: $env}) where n.id > $after
       with n order by n.id limit $size
       return n.id as id, labels(n) as labels, properties(n) as properties,
              [(n)-[r]->(m) | {type: type(r), target: m.id, properties: properties(r)}] as outgoing`,
      { env, after: whole(after), size: whole(size) },
    );
    const last = nodes.at(-1);
    if (last === undefined) return;
    yield nodes;
    after = String(last.id);
  }
}
