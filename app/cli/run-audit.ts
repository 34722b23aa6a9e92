import type { Fault, Position } from '../audit/chain.ts';
import { createAuditTrail } from '../audit/record.ts';
import { pruneAudit } from '../audit/retention.ts';
import { recordVerification, type Verification, verifyChain } from '../audit/verify.ts';
import { explainConnectionLoss } from '../db/connection.ts';
import { createDb } from '../db/database.ts';
import { createPool } from '../db/pool.ts';
import { AppError } from '../errors.ts';
import { systemActor } from '../ontology/actor.ts';
import type { CommandContext, Outcome } from './commands.ts';

/**
 * Verifying one step of the chain computes thousands of digests; the limit only catches a database
 * that hangs.
 */
const statementTimeoutMs = 300_000;

export async function runAudit({ options, config, log }: CommandContext): Promise<Outcome> {
  const { database, environment } = config;
  const witness = witnessOf(options['witness']);
  if (options['verify'] !== true && options['prune'] !== true) {
    throw new AppError('usage', { message: 'audit needs --verify or --prune. See: audit --help' });
  }
  await using pool = createPool({
    ...database,
    applicationName: 'ahlt audit',
    poolMax: 1,
    statementTimeoutMs,
    idleTransactionMs: 0,
  });
  const db = createDb(pool);
  try {
    const audit = createAuditTrail({ sinks: ['stdout', 'db'], environment, log });
    const removed =
      options['prune'] === true ? await pruneAudit({ db, audit }, environment) : undefined;
    const pruned =
      removed === undefined
        ? []
        : [` ✓ prune    ${removed.toLocaleString('en')} rows removed by age`];
    if (options['verify'] !== true) return { document: { removed }, lines: pruned };
    const verification = await verifyChain(db, witness && { witness });
    await recordVerification({ db, audit }, systemActor(), verification);
    if (!verification.ok) throw broken(verification);
    return {
      document: { ...verification, ...(removed !== undefined && { removed }) },
      lines: [...pruned, ...verifiedLines(verification)],
    };
  } catch (error) {
    return explainConnectionLoss(database.url)(error);
  }
}

/** `<row>:<64 hex digits>`, as in a log line. */
function witnessOf(option: string | boolean | undefined): Position | undefined {
  if (option === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,19}):([0-9a-f]{64})$/.exec(String(option)) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq, hash };
  throw new AppError('usage', {
    message: '--witness needs a row and its digest, <number>:<64 hex digits>. See: audit --help',
  });
}

function verifiedLines({ rows, head, pruned }: Verification): string[] {
  const removed = pruned === '0' ? '' : `, ${Number(pruned).toLocaleString('en')} removed by age`;
  return [
    ` ✓ audit    ${rows.toLocaleString('en')} rows, intact${removed}`,
    `            witness ${head.seq}:${head.hash}`,
  ];
}

function broken({ faults, rows, head }: Verification): AppError {
  const lines = faults.slice(0, 10).map(({ message }: Fault) => message);
  const more = faults.length > lines.length ? [`… and ${faults.length - lines.length} more.`] : [];
  return new AppError('audit_broken', {
    message: [...lines, ...more].join('\n'),
    details: { rows, head, faults: faults.slice(0, 20) },
  });
}
