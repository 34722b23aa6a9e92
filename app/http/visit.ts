import type { Request, Response } from 'express';
import type { Committee } from '../authority/index.ts';
import type { Actor, PermissionCode } from '../ontology/actor.ts';
import type { MenuModule } from '../ui/menu.ts';
import type { AccountNotice, Notice, ThemeChoice } from '../ui/shell-context.ts';
import type { Answer } from './answers.ts';
import type { Policy } from './policy.ts';

/** A signed-in user with current permissions. */
export interface SignedIn extends Actor {
  readonly kind: 'user';
  readonly id: string;
  /** Labels of their roles. */
  readonly roles: readonly string[];
  /** Address of the picture. */
  readonly avatar?: string | null;
}

/** The user of a request, from one statement. */
export interface Visit {
  readonly actor: SignedIn;
  /** Set if the request used an access token instead of a session. */
  readonly token?: { readonly id: string; readonly mayWrite: boolean };
  /** Id of the session's row, to show and end it; never the value of the cookie. */
  readonly sessionId: string;
  readonly csrf: string;
  /** Why a new password is due before anything else. */
  readonly passwordDue?: 'initial' | 'expired' | undefined;
  /** When the user last entered the password. */
  readonly provenAt: Date;
  /** When the session ends without further requests, and when it ends in any case. */
  readonly endsAt: Date;
  readonly endsAtLatest: Date;
  readonly theme: ThemeChoice;
  readonly rail: boolean;
  readonly menu: readonly MenuModule[];
  /** Unread warnings and notifications, of each at most 100. */
  readonly unread: number;
  /** The newest of them. */
  readonly notices: readonly Notice[];
  /** Unread warnings alone, at most 100, and the newest of them. */
  readonly warnings: { readonly unread: number; readonly notices: readonly Notice[] };
  /** Security events of the account, newest first. */
  readonly securityNotices: readonly AccountNotice[];
  /** Time zone (IANA). */
  readonly timeZone: string;
  /** The user's choice; omitted: the browser's or the installation's time zone applies. */
  readonly ownTimeZone?: string | undefined;
  readonly appName: string;
  readonly classification?: string | undefined;
  /** The snapshot of the page; it receives later changes (spec live#changes). */
  readonly snapshot?: string;
}

/** Identifies and admits users; implemented by app/auth. */
export interface Gate {
  /**
   * Returns the visit of a request's cookie; `undefined` if there is none or it has ended. Runs at
   * most one statement.
   */
  visit(
    request: Request,
    response: Response,
    options: { isActivity: boolean },
  ): Promise<Visit | undefined>;
  /** The form token of a visitor without a session; a new one sets a cookie. */
  anonymousToken(request: Request, response: Response): string;
  /** Whether a form's token is from this user's previous session in this browser. */
  isFormerToken(request: Request, visit: Visit, token: string): boolean;
  /**
   * The answer to a form submitted after its session ended, with a way back to it; `undefined` if
   * it cannot be kept.
   */
  keepForm(request: Request): Promise<Answer | undefined>;
  /** Verifies the visitor's password; counted like a sign-in attempt. */
  prove(visit: Visit, password: string): Promise<'right' | 'wrong' | 'blocked'>;
  /**
   * Returns the committee with an id, and what a user holds there today; `undefined` if there is
   * none.
   */
  committee(actor: Pick<SignedIn, 'id'>, id: string): Promise<Committee | undefined>;
  /**
   * Explains a missing permission: its label, the menu's name for the page, and users who can grant
   * it.
   */
  explain(
    code: PermissionCode,
    path: string,
  ): Promise<{ label: string; page: string | null; helpers: readonly string[] }>;
  /** Records a refusal in the audit log. */
  noteRefusal(
    visit: Visit,
    refusal: { method: string; path: string; policy: Policy; reason?: string },
  ): Promise<void>;
}
