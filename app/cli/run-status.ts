import { explainConnectionLoss } from '../db/connection.ts';
import { migrations } from '../db/migrations/index.ts';
import { createPool } from '../db/pool.ts';
import { schemaRange } from '../db/schema-range.ts';
import { readLedgerState, type StatusDocument, statusDocument } from '../status/index.ts';
import { appVersion } from '../version.ts';
import type { CommandContext, Outcome } from './commands.ts';

export async function runStatus({ config }: CommandContext): Promise<Outcome> {
  const { database, graph, graphEnv } = config;
  await using pool = createPool({ ...database, applicationName: 'ahlt status', poolMax: 1 });
  const ledger = await readLedgerState(pool, graphEnv).catch(explainConnectionLoss(database.url));
  const document = statusDocument(ledger, {
    version: appVersion,
    target: migrations.at(-1)?.id ?? null,
    schemaRange: schemaRange(),
    graphEnabled: graph !== undefined,
  });
  return { document, lines: statusLines(document) };
}

function statusLines({ schema, seed, graph, version }: StatusDocument): string[] {
  const { current, target, schemaRange: range } = schema;
  const facts = [
    ['version', version],
    [
      'schema',
      `${current ?? 'none'}, this version provides ${target ?? 'none'} and supports ${range.min} to ${range.max}`,
    ],
    ['seed', seed === null ? 'none yet' : `${seed.profile}, ${seed.at}`],
    ['graph', graphLine(graph)],
  ] as const;
  return facts.map(([name, value]) => ` ${name.padEnd(9)}${value}`);
}

function graphLine(graph: StatusDocument['graph']): string {
  if (graph === null) return 'off';
  const state = graph.inSync ? 'in sync' : 'stale';
  return graph.at === null
    ? 'not filled yet'
    : `${graph.enabled ? state : 'off'}, ${graph.nodes} nodes, ${graph.relationships} relationships, ${graph.at}`;
}
