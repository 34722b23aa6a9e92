import type { Request, Response } from 'express';
import { originOf } from '../auth/index.ts';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { Gate, Visit } from '../http/visit.ts';
import type { AuditTrail } from '../ontology/audit-trail.ts';
import { inTransaction } from '../ontology/transaction.ts';
import { standardTimeZone } from '../time-zone.ts';
import { stateOf } from './rules.ts';
import { bearerIn, isToken, tokenDigest } from './secret.ts';
import { texts } from './texts.ts';
import { loadToken, type PresentedToken } from './token-store.ts';

interface TokenServices {
  readonly db: Db;
  readonly audit: AuditTrail;
  readonly now: () => Date;
}

/** Addresses that accept tokens: those for programs. Pages never do. */
const isForPrograms = (path: string): boolean =>
  /^\/api\/(v1|data)(\/|$)/.test(path) && path !== '/api/v1/docs';

/**
 * Admits programs by access token on addresses for programs; all other requests go to the inner
 * gate.
 */
export const withTokens = (inner: Gate, services: TokenServices): Gate => ({
  ...inner,
  async visit(request, response, options) {
    if (!isForPrograms(request.path)) return inner.visit(request, response, options);
    const header = request.get('authorization');
    if (header === undefined) {
      const visit = await inner.visit(request, response, options);
      if (visit === undefined) response.set('WWW-Authenticate', 'Bearer realm="ahlt"');
      return visit;
    }
    return tokenVisit(services, request, response, bearerIn(header));
  },
});

async function tokenVisit(
  services: TokenServices,
  request: Request,
  response: Response,
  text: string | undefined,
): Promise<Visit> {
  const now = services.now();
  const origin = { ...originOf(request), requestId: requestIdOf(response) };
  const token =
    text !== undefined && isToken(text)
      ? await loadToken(services.db, { digest: tokenDigest(text), now, address: origin.address })
      : undefined;
  if (token === undefined) throw invalid(response, texts.invalid.unknown);
  const state = stateOf(token, token.isActive, now);
  const visit = visitOf(token, origin, now);
  if (state !== 'valid') {
    if (token.isNewRefusal) await note(services, 'token.refused', visit, token, { reason: state });
    throw invalid(response, texts.invalid[state]);
  }
  if (token.isFirstUse) await note(services, 'token.first_used', visit, token);
  return visit;
}

function invalid(response: Response, message: string): AppError {
  response.set('WWW-Authenticate', 'Bearer realm="ahlt", error="invalid_token"');
  return new AppError('invalid_token', { message, status: 401 });
}

function note(
  services: TokenServices,
  action: 'token.first_used' | 'token.refused',
  { actor }: Visit,
  { id, name }: PresentedToken,
  details?: Readonly<Record<string, string>>,
): Promise<void> {
  const outcome = action === 'token.refused' ? 'denied' : 'success';
  const target = { type: 'access_token', id, label: name };
  return inTransaction(services, async (_tx, record) =>
    record([
      {
        action,
        actor,
        outcome,
        target,
        always: true,
        ...(details === undefined ? {} : { details }),
      },
    ]),
  );
}

/**
 * What a token may do: its owner's current permissions, limited to the token's scope. A program has
 * no menu and sees no page.
 */
function visitOf(token: PresentedToken, origin: Visit['actor']['origin'], now: Date): Visit {
  const limitedTo = new Set(token.codes);
  return {
    actor: {
      kind: 'user',
      id: token.userId,
      name: token.userName,
      label: token.userLabel,
      permissions: new Set(token.granted.filter((code) => limitedTo.has(code))),
      limitedTo,
      roles: token.roles,
      // Distinguishes the token's actions in the log from its owner's.
      origin: { ...origin, sessionHash: `token:${token.id}` },
    },
    token: { id: token.id, mayWrite: token.mayWrite },
    sessionId: '0',
    csrf: '',
    passwordDue: token.mustChange ? 'initial' : undefined,
    // The password was entered when the token was created.
    provenAt: now,
    ...{ endsAt: token.expiresAt, endsAtLatest: token.expiresAt },
    theme: 'auto',
    rail: false,
    menu: [],
    unread: 0,
    notices: [],
    warnings: { unread: 0, notices: [] },
    securityNotices: [],
    // Programs get moments in UTC.
    timeZone: standardTimeZone,
    appName: '',
  };
}
