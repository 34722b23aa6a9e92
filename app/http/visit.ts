import type { Request, Response } from 'express';
import type { BodyRequirement } from '../authority/index.ts';
import type { Actor, PermissionCode } from '../ontology/actor.ts';
import type { MenuGroup } from '../ui/menu.ts';
import type { AccountNotice, Notice, ThemeChoice } from '../ui/shell-context.ts';
import type { Answer } from './answers.ts';
import type { Policy } from './policy.ts';

/** Somebody who is signed in, with the permissions of this moment. */
export interface SignedIn extends Actor {
  readonly kind: 'user';
  readonly id: string;
  /** Captions of the roles held. */
  readonly roles: readonly string[];
  /** Address of the picture. */
  readonly avatar?: string;
}

/** What one statement found out about who makes a request. */
export interface Visit {
  readonly actor: SignedIn;
  /** Present when a program came with a token instead of a session. */
  readonly token?: { readonly id: string; readonly mayWrite: boolean };
  /** Id of the session's row, to be shown and ended; never what the cookie holds. */
  readonly sessionId: string;
  readonly csrf: string;
  /** Why a password has to be chosen before anything else. */
  readonly passwordDue?: 'initial' | 'expired' | undefined;
  /** When the password was given last. */
  readonly provenAt: Date;
  /** When it ends if nothing else is asked for, and when it ends whatever is. */
  readonly endsAt: Date;
  readonly endsAtLatest: Date;
  readonly theme: ThemeChoice;
  readonly rail: boolean;
  readonly menu: readonly MenuGroup[];
  /** Unread warnings, at most 100. */
  readonly unread: number;
  readonly notices: readonly Notice[];
  /** What happened to the account, the newest first. */
  readonly securityNotices: readonly AccountNotice[];
  /** Where times are read (IANA). */
  readonly timeZone: string;
  /** What this person chose; left out: as the browser says, or as the installation does. */
  readonly ownTimeZone?: string | undefined;
  readonly appName: string;
  readonly classification?: string | undefined;
}

/** Who may come in; made by app/auth. */
export interface Gate {
  /**
   * The visit that belongs to a request's cookie; `undefined` when there is none, or it has ended.
   * At most one statement.
   */
  visit(
    request: Request,
    response: Response,
    options: { isActivity: boolean },
  ): Promise<Visit | undefined>;
  /** The token that a form must bring while nobody is signed in; a new one comes with a cookie. */
  anonymousToken(request: Request, response: Response): string;
  /**
   * Whether a form's token is of the session that this person had in this browser before the
   * present one.
   */
  isFormerToken(request: Request, visit: Visit, token: string): boolean;
  /**
   * What somebody sees who sends a form after their session ended: the way back to it; `undefined`:
   * nothing can be kept.
   */
  keepForm(request: Request): Promise<Answer | undefined>;
  /** Whether a password is that of who visits; counted like an attempt to sign in. */
  prove(visit: Visit, password: string): Promise<'right' | 'wrong' | 'blocked'>;
  /** Whether a user meets a requirement about a body. */
  meets(
    requirement: BodyRequirement,
    actor: Pick<SignedIn, 'id' | 'permissions'>,
    body: string,
  ): Promise<boolean>;
  /**
   * What to tell somebody who lacks a permission: its caption, the menu's name for the page, and
   * names of people who can give it.
   */
  explain(
    code: PermissionCode,
    path: string,
  ): Promise<{ label: string; page: string | null; helpers: readonly string[] }>;
  /** Writes a refusal to the audit log. */
  noteRefusal(
    visit: Visit,
    refusal: { method: string; path: string; policy: Policy; reason?: string },
  ): Promise<void>;
}
