import { createAuditTrail } from '../audit/record.ts';
import { createHashing } from '../auth/hashing.ts';
import type { Config } from '../config.ts';
import { explainConnectionLoss } from '../db/connection.ts';
import { createDb } from '../db/database.ts';
import { createPool } from '../db/pool.ts';
import { declaredConstraints } from '../declared-constraints.ts';
import { AppError } from '../errors.ts';
import { systemActor } from '../ontology/actor.ts';
import type { Command, CommandServices } from '../ontology/command.ts';
import {
  activateUser,
  findNamesake,
  type Namesake,
  prepareInitialPassword,
  resetPassword,
  unlockUser,
} from '../people/index.ts';
import type { CommandContext, Outcome } from './commands.ts';

/** Account recovery for holders of the database password when no administrator can sign in. */
export async function runAccount({ options, config, log }: CommandContext): Promise<Outcome> {
  const name = String(options['user']);
  const wanted = (['unlock', 'activate', 'reset-password'] as const).filter(
    (task) => options[task] === true,
  );
  if (wanted.length === 0) {
    throw new AppError('usage', {
      message: 'account needs --unlock, --activate or --reset-password. See: account --help',
    });
  }
  await using pool = createPool({
    ...config.database,
    applicationName: 'ahlt account',
    poolMax: 1,
  });
  const audit = createAuditTrail({
    sinks: config.auditSinks,
    environment: config.environment,
    log,
  });
  const services: CommandServices = {
    db: createDb(pool),
    audit,
    constraints: declaredConstraints,
    now: () => new Date(),
  };
  try {
    const person = await findNamesake(services.db, name);
    if (person === undefined)
      throw new AppError('user_unknown', { message: `User "${name}" not found.`, status: 404 });
    const { id, username } = person;
    const activated =
      wanted.includes('activate') && (await ask(activateUser, services, { id })).changed;
    const unlocked = wanted.includes('unlock') && (await ask(unlockUser, services, { id })).changed;
    const password = wanted.includes('reset-password')
      ? await newPassword(services, config, person)
      : undefined;
    const document = {
      user: username,
      activated,
      unlocked,
      ...(password !== undefined && { password }),
    };
    return { document, lines: linesOf(wanted, document) };
  } catch (error) {
    return explainConnectionLoss(config.database.url)(error);
  }
}

/** Runs a command as the system actor, which needs no permission and whose changes are audited. */
async function ask<Input, Saved>(
  command: Command<Input, Saved>,
  services: CommandServices,
  input: Input,
): Promise<Saved> {
  const outcome = await command(services, systemActor('cli'), input);
  if (outcome.ok) return outcome.value;
  const reasons =
    'reasons' in outcome
      ? outcome.reasons.map(({ message }) => message)
      : ['The user was changed by another process. Try again.'];
  throw new AppError('account_refused', { message: reasons.join(' '), status: 409 });
}

async function newPassword(services: CommandServices, config: Config, person: Namesake) {
  const prepared = await prepareInitialPassword(
    { db: services.db, config, passwords: createHashing() },
    { initial: 'generated', password: '' },
    { username: person.username, displayName: person.label },
  );
  if (!prepared.ok)
    throw new AppError('account_refused', {
      message: prepared.problems.map(({ message }) => message).join(' '),
    });
  await ask(resetPassword, services, { id: person.id, password: prepared.password });
  return prepared.password.shown;
}

interface Done {
  readonly user: string;
  readonly activated: boolean;
  readonly unlocked: boolean;
  readonly password?: string | undefined;
}

function linesOf(
  wanted: readonly string[],
  { user, activated, unlocked, password }: Done,
): string[] {
  return [
    ...(wanted.includes('activate')
      ? [` ✓ activate   ${user} ${activated ? 'is active' : 'was already active'}`]
      : []),
    ...(wanted.includes('unlock')
      ? [` ✓ unlock     ${user} ${unlocked ? 'is unlocked' : 'was not locked'}`]
      : []),
    ...(password === undefined
      ? []
      : [
          ` ✓ password   ${password}   (shown once; all sessions ended; ${user} must change it at the next sign-in)`,
        ]),
  ];
}
