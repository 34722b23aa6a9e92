import type { Request, Response } from 'express';
import { type PageAssets, type Shell, shellFor } from '../ui/shell-context.ts';
import { ownAddress } from './address.ts';
import { type FlashCookie, takeFlash } from './flash.ts';
import { newSubmission } from './submission.ts';
import { maskToken } from './token-mask.ts';
import type { Gate, Visit } from './visit.ts';

/** What every page of this server has in common. */
export interface Frame {
  readonly environment: string;
  readonly assets: PageAssets;
  /** Whether the app answers an address. */
  readonly isPage: (address: string) => boolean;
}

export interface ShellParts {
  readonly frame: Frame;
  readonly gate: Gate;
  readonly flash: FlashCookie;
  readonly now: () => Date;
}

/**
 * What surrounds a page: of who is signed in, or of nobody. Costs no statement: all of it came with
 * the visit.
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
    // The token comes with a cookie, so it is made once a form on the page asks for it: most pages
    // for everybody have none, and a copy of the shell is no form.
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
    securityNotices,
    appName,
    classification,
    timeZone,
  } = visit;
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
      securityNotices,
      appName,
      sessionLeft,
      timeZone,
    },
    actor: {
      id: actor.id,
      name: actor.label,
      roles: actor.roles.join(', '),
      ...(actor.avatar === undefined ? {} : { avatar: actor.avatar }),
    },
    ...(classification === undefined ? {} : { classification }),
  });
}

/**
 * How much of a session is left, in whole seconds: clocks of browsers differ, and seconds from now
 * on don't.
 */
export const secondsLeft = (
  { endsAt, endsAtLatest }: Pick<Visit, 'endsAt' | 'endsAtLatest'>,
  now: Date,
): readonly [number, number] => {
  const until = (at: Date) => Math.max(0, Math.floor((at.getTime() - now.getTime()) / 1000));
  return [until(endsAt), until(endsAtLatest)];
};
