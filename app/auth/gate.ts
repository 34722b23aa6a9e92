import type { Request, Response } from 'express';
import { sql } from 'kysely';
import { dayAt, findCommittee } from '../authority/index.ts';
import { readCookie, setCookie } from '../http/cookies.ts';
import { policyInWords } from '../http/policy.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { Gate, Visit } from '../http/visit.ts';
import { notificationInWords } from '../notifications/index.ts';
import type { Origin } from '../ontology/actor.ts';
import { grantsOf } from '../ontology/permissions.ts';
import { inTransaction } from '../ontology/transaction.ts';
import { noticeInWords, readNotice } from '../security-notices/index.ts';
import { firstTimeZone } from '../time-zone.ts';
import type { Severity, ThemeChoice } from '../ui/shell-context.ts';
import type { AccessServices } from './access.ts';
import { createFormKeeper } from './form-keeper.ts';
import { visibleMenu } from './menu.ts';
import { provePassword } from './prove.ts';
import {
  isSessionId,
  newSessionId,
  newToken,
  privilegesDigest,
  sessionDigest,
  sessionDigests,
  sessionMark,
  tokenOf,
} from './session-secret.ts';
import { loadSession, rotateSession, type SessionRow } from './session-store.ts';
import { accessSettings } from './settings.ts';

/**
 * Identifies the user of a request by its cookie. Nothing is cached between requests, so a
 * revocation takes effect at once.
 * @param isPage whether the app serves a menu address; others are not shown
 */
export function createGate(services: AccessServices, isPage?: (address: string) => boolean): Gate {
  const { db, access, now } = services;
  const { cookies, secure, limits } = access;

  return {
    async visit(request, response, { isActivity }) {
      const id = readCookie(request, cookies.session);
      if (id === undefined || !isSessionId(id)) return undefined;
      const row = await loadSession(db, sessionDigests(id, access.keys), {
        now: now(),
        limits,
        isActivity,
      });
      if (row === undefined) {
        setCookie(response, cookies.session, '', { secure, maxAge: 0 });
        return undefined;
      }
      const hash = await renewIfPrivilegesChanged(services, response, row);
      return visitOf(
        { ...services, isPage, browserZone: readCookie(request, cookies.timeZone) },
        {
          ...originOf(request),
          requestId: requestIdOf(response),
          sessionHash: sessionMark(hash),
          sessionId: row.id,
        },
        row,
      );
    },

    anonymousToken(request, response) {
      const known = readCookie(request, cookies.visitor);
      if (known !== undefined && isSessionId(known)) return tokenOf(known);
      const made = newToken();
      setCookie(response, cookies.visitor, made, { secure });
      return tokenOf(made);
    },

    ...createFormKeeper(services),

    prove: (visit, password) => provePassword(services, visit, password),

    committee: ({ id: userId }, id) => findCommittee(db, userId, id, dayAt(now())),

    async explain(code, path) {
      const { rows } = await sql<{ label: string; page: string | null; helpers: string[] }>`
        select p.label, (
          select n.label from entities n cross join lateral (select n.properties ->> 'url' as url) at
          where n.entity_type = 'nav_item' and n.is_active and (at.url = ${path} or starts_with(${path}, at.url || '/'))
            and n.properties ? 'parent'
          order by char_length(at.url) desc, n.id limit 1) as page, array(
          select u.label from entities u
          where u.entity_type = 'user' and u.is_active
            and exists (select from ${grantsOf(sql.ref('u.id'))} where code = 'roles.assign')
            and exists (select from ${grantsOf(sql.ref('u.id'))} where code = ${code})
          order by u.label, u.id limit 3) as helpers
        from entities p where p.entity_type = 'permission' and p.name = ${code}`.execute(db);
      return rows[0] ?? { label: code, page: null, helpers: [] };
    },

    async noteRefusal({ actor }, { method, path, policy, reason }) {
      const details = {
        method,
        path: path.slice(0, 200),
        ...(reason === undefined ? { needs: policyInWords(policy) } : { reason }),
      };
      await inTransaction(services, async (_tx, record) =>
        record([{ action: 'access.denied', actor, outcome: 'denied', details, always: true }]),
      );
    },
  };
}

/**
 * Renews the id of a session whose permissions changed, as at sign-in (spec sign-in#renewal,
 * V-222579).
 */
async function renewIfPrivilegesChanged(
  { db, access, now }: AccessServices,
  response: Response,
  row: SessionRow,
): Promise<Buffer> {
  const privileges = privilegesDigest(row.codes);
  if (privileges === row.privileges) return row.hash;
  const id = newSessionId();
  const hash = sessionDigest(id, access.keys[0]);
  const renewed = await rotateSession(db, {
    id: row.id,
    from: row.hash,
    to: hash,
    privileges,
    now: now(),
  });
  if (!renewed) return row.hash;
  setCookie(response, access.cookies.session, id, { secure: access.secure });
  return hash;
}

interface VisitContext extends AccessServices {
  readonly isPage: ((address: string) => boolean) | undefined;
  /** As reported by the browser at sign-in. */
  readonly browserZone: string | undefined;
}

function visitOf(
  { access: { limits }, config, now, isPage, browserZone }: VisitContext,
  origin: Origin,
  row: SessionRow,
): Visit {
  const idle = row.isAdministrator ? limits.idleMinutesAdmin : limits.idleMinutes;
  const latest = row.createdAt.getTime() + limits.absoluteHours * 3_600_000;
  const ends = Math.min(row.lastSeenAt.getTime() + idle * 60_000, latest);
  const timeZone = firstTimeZone(
    row.properties['pref.time_zone'],
    browserZone,
    row.settings['app.time_zone'],
  );
  const classification = row.settings['app.classification']?.trim();
  return {
    actor: {
      kind: 'user',
      id: row.userId,
      name: row.name,
      label: row.label,
      permissions: new Set(row.codes),
      roles: row.roles,
      origin,
      timeZone,
      avatar: row.avatar,
    },
    sessionId: row.id,
    csrf: row.csrf,
    passwordDue: passwordDue(
      row,
      accessSettings(row.settings, config.environment).passwordMaxAgeDays,
      now(),
    ),
    provenAt: row.provedAt,
    ...{ endsAt: new Date(ends), endsAtLatest: new Date(latest) },
    theme: themeOf(row.properties['theme_preference']),
    rail: row.properties['pref.sidebar'] === 'rail',
    timeZone,
    ownTimeZone: row.properties['pref.time_zone'],
    menu: visibleMenu(row.menu, isPage),
    ...noticesOf(row),
    securityNotices: row.securityNotices.map((notice) => noticeInWords(readNotice(notice))),
    appName: appName(row.settings),
    snapshot: row.snapshot,
    ...(classification ? { classification } : {}),
  };
}

/** The entries of the bell, the newest first; warnings alone for the dashboard. */
function noticesOf(row: SessionRow): Pick<Visit, 'unread' | 'notices' | 'warnings'> {
  const warnings = row.notices.map(({ id, text, severity, at }) => ({
    notice: { text, severity: severityOf(severity), to: `/warnings/${id}` },
    at: Date.parse(at),
  }));
  const notifications = row.notifications.map((notification) => ({
    notice: {
      text: notificationInWords(notification),
      to: notification.path,
      reads: `/notifications/${notification.id}/read`,
    },
    at: Date.parse(notification.at),
  }));
  return {
    unread: row.unread + row.unreadNotifications,
    notices: [...warnings, ...notifications]
      .toSorted((one, other) => other.at - one.at)
      .slice(0, 5)
      .map(({ notice }) => notice),
    warnings: { unread: row.unread, notices: warnings.map(({ notice }) => notice) },
  };
}

const appName = (settings: Readonly<Record<string, string>>): string =>
  settings['app.name']?.trim() || 'Ahlt';

/** The origin of a request, for the audit log. */
export const originOf = (request: Request): Origin => {
  const userAgent = request.get('user-agent');
  return {
    ...(request.ip === undefined ? {} : { address: request.ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
};

function passwordDue(
  { mustChange, passwordChangedAt }: SessionRow,
  maxAgeDays: number,
  now: Date,
): Visit['passwordDue'] {
  if (mustChange === true) return 'initial';
  const isOld =
    maxAgeDays > 0 &&
    passwordChangedAt !== null &&
    now.getTime() - passwordChangedAt.getTime() > maxAgeDays * 86_400_000;
  return isOld ? 'expired' : undefined;
}

const themes = ['auto', 'light', 'dark', 'contrast'] as const satisfies readonly ThemeChoice[];
const themeOf = (text: string | undefined): ThemeChoice =>
  themes.find((theme) => theme === text) ?? 'auto';

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const severityOf = (text: string | null): Severity =>
  severities.find((severity) => severity === text) ?? 'info';
