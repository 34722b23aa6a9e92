import type { Request, Response } from 'express';
import { type PageAssets, type Shell, shellFor } from '../ui/shell-context.ts';
import { ownAddress } from './address.ts';
import { type FlashCookie, takeFlash } from './flash.ts';
import { admits, type Policy } from './policy.ts';
import { newSubmission } from './submission.ts';
import { maskToken } from './token-mask.ts';
import type { Gate, Visit } from './visit.ts';

/** Data that all pages of this server have in common. */
export interface Frame {
  readonly environment: string;
  readonly assets: PageAssets;
  /** Whether the app serves an address. */
  readonly isPage: (address: string) => boolean;
  /** The policy of the page at an address. */
  readonly policyAt: (address: string) => Policy | undefined;
}

export interface ShellParts {
  readonly frame: Frame;
  readonly gate: Gate;
  readonly flash: FlashCookie;
  readonly now: () => Date;
}

const noStanding = { isMember: false, capabilities: new Set<string>() };

/**
 * What surrounds a page, with or without a signed-in user. Runs no statement: the visit has all of
 * it.
 */
export function shellOf(
  request: Request,
  response: Response,
  visit: Visit | undefined,
  { frame, gate, flash, now }: ShellParts,
): Shell {
  const common = {
    ...frame,
    path: request.path,
    address: ownAddress(request) ?? '/',
    flash: takeFlash(request, response, flash),
    now: now(),
    submission: newSubmission(),
  };
  if (visit === undefined) {
    // The token sets a cookie, so it is created only when a form on the page asks for it; most open
    // pages have none.
    let token: string | undefined;
    const get = () => {
      token ??= maskToken(gate.anonymousToken(request, response));
      return token;
    };
    return Object.defineProperty(shellFor(common), 'csrf', { get, enumerable: false });
  }
  const {
    actor,
    csrf,
    theme,
    rail,
    menu,
    unread,
    notices,
    warnings,
    securityNotices,
    appName,
    classification,
    timeZone,
    snapshot,
  } = visit;
  const opens: Shell['opens'] = (address, standing = noStanding) => {
    const policy = frame.policyAt(address);
    return policy !== undefined && admits(policy, actor.permissions, standing);
  };
  const sessionLeft = secondsLeft(visit, common.now);
  return shellFor({
    ...common,
    ...{
      csrf: maskToken(csrf),
      theme,
      rail,
      menu,
      unread,
      notices,
      unreadWarnings: warnings.unread,
      securityNotices,
      appName,
      sessionLeft,
      opens,
      timeZone,
    },
    actor: {
      id: actor.id,
      name: actor.label,
      roles: actor.roles.join(', '),
      avatar: actor.avatar ?? null,
    },
    ...(classification === undefined ? {} : { classification }),
    ...(snapshot === undefined ? {} : { liveSince: snapshot }),
  });
}

/**
 * Remaining time of a session in whole seconds; a duration does not depend on the browser's clock.
 */
export const secondsLeft = (
  { endsAt, endsAtLatest }: Pick<Visit, 'endsAt' | 'endsAtLatest'>,
  now: Date,
): readonly [number, number] => {
  const until = (at: Date) => Math.max(0, Math.floor((at.getTime() - now.getTime()) / 1000));
  return [until(endsAt), until(endsAtLatest)];
};
