import { AppError } from '../errors.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import { currentPermissions } from '../ontology/permissions.ts';
import { inTransaction } from '../ontology/transaction.ts';
import { texts } from './texts-transfer.ts';

/** Throws `forbidden` unless somebody may export at this moment; the attempt is recorded. */
export async function requireExportPermission(services: CommandServices, actor: Actor): Promise<void> {
  if (actor.kind === 'system' || (await currentPermissions(services.db, actor)).has('settings.manage')) return;
  const details = { command: 'data.exported' };
  await inTransaction(services, async (_tx, record) =>
    record([{ action: 'access.denied', actor, outcome: 'denied', details, always: true }]),
  );
  throw new AppError('forbidden', { message: texts.needs('settings.manage'), status: 403, details });
}
