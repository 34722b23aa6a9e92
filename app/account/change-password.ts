import {
  type AccessServices,
  type AccessSettings,
  accessSettings,
  type Credential,
  type EndedAccess,
  endAccess,
  lockCredential,
  mostHistory,
  newSessionId,
  passwordHistory,
  passwordProblems,
  provePassword,
  readCredential,
  replaceSessionId,
  sessionDigest,
  tokenChanges,
  writePassword,
} from '../auth/index.ts';
import type { Visit } from '../http/visit.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { FormProblem } from '../ui/form-state.ts';
import { texts } from './texts.ts';

interface PasswordChange {
  readonly current: string;
  readonly fresh: string;
  readonly again: string;
}

type PasswordChangeResult =
  | {
      readonly ok: true;
      /** New id of the session. */
      readonly sessionId: string;
      /** Other sessions, and access tokens. */
      readonly ended: EndedAccess;
    }
  | { readonly ok: false; readonly problems: readonly FormProblem[]; readonly status: 422 | 429 };

const refusal = (
  problems: readonly FormProblem[],
  status: 422 | 429 = 422,
): PasswordChangeResult => ({ ok: false, problems, status });

/**
 * Changes the actor's password (spec sign-in#passwords). Requires the current one, with the same
 * limit of attempts as sign-in; gives the session a new id, ends all others and revokes the access
 * tokens.
 */
export async function changePassword(
  services: AccessServices,
  visit: Visit,
  { current, fresh, again }: PasswordChange,
): Promise<PasswordChangeResult> {
  const { db, passwords } = services;
  const { actor } = visit;
  const now = services.now();
  const { credential, settings: stored } = await readCredential(db, actor.id);
  const settings = accessSettings(stored, services.config.environment);
  const proof = await provePassword(services, visit, current);
  if (proof === 'blocked')
    return refusal([{ field: 'current_password', message: texts.security.tooMany }], 429);
  if (proof === 'wrong' || credential === undefined)
    return refusal([{ field: 'current_password', message: texts.security.wrongCurrent }]);

  const problems = await judge(
    services,
    { credential, visit, settings, now },
    { current, fresh, again },
  );
  if (problems.length > 0) return refusal(problems);
  return save(services, visit, { credential, hash: await passwords.make(fresh), now });
}

interface Situation {
  readonly credential: Credential;
  readonly visit: Visit;
  readonly settings: AccessSettings;
  readonly now: Date;
}

/** Returns all problems of a new password. */
async function judge(
  { db, passwords }: AccessServices,
  { credential, visit, settings, now }: Situation,
  { current, fresh, again }: PasswordChange,
): Promise<readonly FormProblem[]> {
  const { actor, appName, passwordDue } = visit;
  const problems = [
    ...passwordProblems(fresh, {
      policy: settings.passwordPolicy,
      least: settings.passwordLength,
      userName: actor.name,
      names: [actor.label, appName],
      current,
    }),
    ...(fresh === again ? [] : [{ field: 'confirm_password', message: texts.security.mismatch }]),
  ];
  const age = now.getTime() - (credential.changedAt?.getTime() ?? 0);
  if (passwordDue === undefined && age < settings.passwordMinAgeHours * 3_600_000)
    problems.push({
      field: 'new_password',
      message: texts.security.tooSoon(settings.passwordMinAgeHours),
    });
  if (problems.length > 0) return problems;
  for (const former of await passwordHistory(db, actor.id, settings.passwordHistory)) {
    if (await passwords.fits(former, fresh))
      return [{ field: 'new_password', message: texts.security.former(settings.passwordHistory) }];
  }
  return [];
}

async function save(
  services: AccessServices,
  { actor, sessionId: row }: Visit,
  { credential, hash, now }: { credential: Credential; hash: string; now: Date },
): Promise<PasswordChangeResult> {
  const sessionId = newSessionId();
  return inTransaction(services, async (tx, record) => {
    // Another user, such as an administrator, may have changed it since it was checked.
    const held = await lockCredential(tx, actor.id);
    if (held?.passwordHash !== credential.passwordHash)
      return refusal([{ field: 'current_password', message: texts.security.wrongCurrent }]);
    await writePassword(tx, actor.id, { hash, mustChange: false, now, history: mostHistory });
    const because = 'password_changed';
    const ended = await endAccess(tx, { userId: actor.id, exceptSession: row, because, now });
    await replaceSessionId(tx, {
      id: row,
      to: sessionDigest(sessionId, services.access.keys[0]),
      now,
    });
    const target = { type: 'user', id: actor.id, label: actor.label };
    const details = { sessions_ended: ended.sessions, tokens_revoked: ended.tokens.length };
    record([{ action: 'auth.password_changed', actor, target, details, always: true }]);
    record(
      tokenChanges(ended, because).map((change) => ({ action: 'token.revoked', actor, ...change })),
    );
    return { ok: true, sessionId, ended };
  });
}
