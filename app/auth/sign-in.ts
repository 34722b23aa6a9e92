import { sql } from 'kysely';
import { unlessBroken } from '../db/connection.ts';
import { clientNetwork } from '../http/client-network.ts';
import { anonymousActor, type Origin } from '../ontology/actor.ts';
import { currentPermissions } from '../ontology/permissions.ts';
import { inTransaction } from '../ontology/transaction.ts';
import { notePlace, placeOf } from '../security-notices/index.ts';
import type { AccessServices } from './access.ts';
import { type Credential, findCredential, noteFailure, noteSignIn } from './credential-store.ts';
import { countRefusal } from './refusal-store.ts';
import {
  newSessionId,
  newToken,
  privilegesDigest,
  sessionDigest,
  sessionMark,
} from './session-secret.ts';
import { createSession, endSessions } from './session-store.ts';
import { type AccessSettings, accessSettings } from './settings.ts';
import { type Attempt, countAttempt, forgetFailures, takeBackAttempt } from './throttle-store.ts';

/**
 * Failures from one address that block it. More than for an account, because many users may share
 * an address behind a proxy.
 */
const addressFailures = 20;

export type SignInResult =
  | {
      readonly kind: 'signed-in';
      /** Value of the cookie. */
      readonly sessionId: string;
      readonly userId: string;
      readonly label: string;
      readonly csrf: string;
      readonly lastSignInAt: Date | null;
      /** Failed attempts since then. */
      readonly failures: number;
      readonly lastFailureAt: Date | null;
    }
  /**
   * The same for a wrong name, a wrong password, an inactive user and a user without a password.
   */
  | { readonly kind: 'wrong'; readonly left: number; readonly lockMinutes: number }
  /** `retryAt` is `null` if only an administrator can unlock. */
  | { readonly kind: 'blocked'; readonly retryAt: Date | null };

/**
 * Signs a user in, or refuses in the same time and words for every cause (spec sign-in#one-answer).
 * Attempts are counted before the password is verified, by account and by address; unknown names
 * are counted, hashed and answered like known ones.
 */
export async function signIn(
  services: AccessServices,
  { name, password, origin }: { name: string; password: string; origin: Origin },
): Promise<SignInResult> {
  const { db, environment } = { db: services.db, environment: services.config.environment };
  const now = services.now();
  const { credential, settings: stored } = await unlessBroken(() => findCredential(db, name));
  const settings = accessSettings(stored, environment);

  const byAddress = await countAttempt(
    db,
    { kind: 'address', of: origin.address ?? '', most: addressFailures, blockMinutes: 15 },
    now,
  );
  if (!byAddress.allowed) return blocked(services, { credential, origin, attempt: byAddress, now });
  const byAccount = await countAttempt(
    db,
    { kind: 'account', of: name, most: settings.failures, blockMinutes: settings.lockMinutes },
    now,
  );
  if (!byAccount.allowed) return blocked(services, { credential, origin, attempt: byAccount, now });

  const fits = await proves(services, credential, password);
  if (!fits || credential === undefined)
    return wrong(services, { credential, origin, attempt: byAccount, settings, now });
  return begin(services, { credential, password, origin, settings, now });
}

/** Does the same work for an account that does not exist, is inactive or has no password. */
async function proves(
  { passwords }: AccessServices,
  credential: Credential | undefined,
  password: string,
): Promise<boolean> {
  const stored = credential?.passwordHash ?? undefined;
  if (stored === undefined) {
    await passwords.waste(password);
    return false;
  }
  return (await passwords.fits(stored, password)) && credential?.isActive === true;
}

interface Failure {
  readonly credential: Credential | undefined;
  readonly origin: Origin;
  readonly attempt: Attempt;
  readonly now: Date;
}

/** The log names existing accounts only; any other input may be a password. */
const loggedName = (credential: Credential | undefined): string => credential?.name ?? '(unknown)';

const targetOf = (credential: Credential | undefined) =>
  credential === undefined
    ? {}
    : { target: { type: 'user', id: credential.userId, label: credential.label } };

async function wrong(
  services: AccessServices,
  { credential, origin, attempt, settings, now }: Failure & { settings: AccessSettings },
): Promise<SignInResult> {
  const actor = anonymousActor(loggedName(credential), origin);
  await inTransaction(services, async (tx, record) => {
    await noteFailure(tx, credential?.userId ?? null, now);
    record([
      {
        action: 'auth.login_failed',
        actor,
        outcome: 'failure',
        ...targetOf(credential),
        always: true,
      },
    ]);
    if (attempt.left > 0) return;
    const details = { until: attempt.blockedUntil?.toISOString() };
    record([
      {
        action: 'auth.account_locked',
        actor,
        outcome: 'success',
        ...targetOf(credential),
        details,
        always: true,
      },
    ]);
  });
  return { kind: 'wrong', left: attempt.left, lockMinutes: settings.lockMinutes };
}

async function blocked(
  services: AccessServices,
  { credential, origin, attempt, now }: Failure,
): Promise<SignInResult> {
  const entry = {
    action: 'auth.login_failed',
    actor: anonymousActor(loggedName(credential), origin),
    outcome: 'denied',
    ...targetOf(credential),
    details: { reason: 'blocked' },
    always: true,
  } as const;
  const userId = credential?.userId ?? null;
  await inTransaction(services, async (tx, record) => {
    if (await countRefusal(tx, { userId, address: clientNetwork(origin.address ?? ''), now }))
      record([entry]);
  });
  const until = attempt.blockedUntil ?? now;
  return { kind: 'blocked', retryAt: until.getTime() - now.getTime() > 86_400_000 ? null : until };
}

interface Success {
  readonly credential: Credential;
  readonly password: string;
  readonly origin: Origin;
  readonly settings: AccessSettings;
  readonly now: Date;
}

async function begin(
  services: AccessServices,
  { credential, password, origin, settings, now }: Success,
): Promise<SignInResult> {
  const { passwords, access } = services;
  const { userId, name, label, passwordHash } = credential;
  const rehashed =
    passwordHash !== null && passwords.isDated(passwordHash)
      ? await passwords.make(password)
      : undefined;
  const sessionId = newSessionId();
  const digest = sessionDigest(sessionId, access.keys[0]);
  const csrf = newToken();
  await inTransaction(services, async (tx, record) => {
    // Serializes sign-ins of a user, so that concurrent ones cannot exceed the session limit.
    await sql`select from entities where id = ${userId} for no key update`.execute(tx);
    const permissions = await currentPermissions(tx, { id: userId });
    await forgetFailures(tx, 'account', name);
    await takeBackAttempt(tx, 'address', origin.address ?? '');
    await noteSignIn(tx, userId, { now, address: origin.address, rehashed });
    const session = await createSession(tx, {
      ...{ digest, userId, csrf, now },
      privileges: privilegesDigest(permissions),
      address: origin.address,
      userAgent: origin.userAgent,
    });
    const ended = await endSessions(tx, { userId, beyond: settings.sessions });
    const isNewPlace = await notePlace(tx, userId, { ...placeOf(origin), now });
    const actor = {
      id: userId,
      name,
      origin: { ...origin, sessionHash: sessionMark(digest), sessionId: session },
    };
    const target = { type: 'user', id: userId, label };
    const details = isNewPlace ? { details: { new_place: true } } : {};
    record([{ action: 'auth.login', actor, target, always: true, ...details }]);
    record(
      ended.map((hash) => ({
        ...({ action: 'auth.session_ended', actor, target, always: true } as const),
        details: { reason: 'limit', session: sessionMark(hash) },
      })),
    );
  });
  const { lastSignInAt, failures, lastFailureAt } = credential;
  return {
    kind: 'signed-in',
    sessionId,
    userId,
    label,
    csrf,
    lastSignInAt,
    failures,
    lastFailureAt,
  };
}
