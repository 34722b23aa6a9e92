import { readerOf } from '../entities/index.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import { currentPermissions } from '../ontology/permissions.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { Powers } from '../roles/index.ts';
import { texts } from './texts-transfer.ts';

/**
 * What somebody who exports may do at this moment.
 * @param types what they ask for by name
 * @throws `forbidden` when they may not export, or not those types; the attempt is recorded
 */
export async function exportPowers(
  services: CommandServices,
  actor: Actor,
  types: readonly string[] = [],
): Promise<Powers> {
  if (actor.kind === 'system') return 'everything';
  const powers = await currentPermissions(services.db, actor);
  const lacking = (['settings.manage', ...types.map(readerOf)] as const).find(
    (code) => code !== undefined && !powers.has(code),
  );
  if (lacking === undefined) return powers;
  const details = { command: 'data.exported', permission: lacking };
  await inTransaction(services, async (_tx, record) =>
    record([{ action: 'access.denied', actor, outcome: 'denied', details, always: true }]),
  );
  throw new AppError('forbidden', { message: texts.needs(lacking), status: 403, details });
}
