import { explainConnectionLoss } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { planMigrations } from '../db/plan.ts';
import { appVersion } from '../version.ts';
import type { CommandContext, Outcome } from './commands.ts';
import { migrationLines, planLines } from './migration-lines.ts';

export async function runMigrate({ options, config, log }: CommandContext): Promise<Outcome> {
  const { url, ssl } = config.database;
  if (options['plan'] === true) {
    const plan = await planMigrations(url, { ssl }).catch(explainConnectionLoss(url));
    return { document: plan, lines: planLines(plan) };
  }
  const result = await migrate(url, {
    ssl,
    appVersion,
    log: (message, details) => log.info(details, message),
  }).catch(explainConnectionLoss(url));
  return { document: result, lines: migrationLines(result) };
}
