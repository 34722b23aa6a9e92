import type { AccountNotice } from '../ui/shell-context.ts';
import type { NoticeBy, SecurityNotice } from './notice.ts';
import { texts } from './texts.ts';

/** A notice as text: what happened, and where, if the owner did it. */
export function noticeInWords({ id, kind, at, details }: SecurityNotice): AccountNotice {
  const { by, names = [], more = 0, address, browser } = details;
  const isQuiet = kind === 'roles_given' || kind === 'roles_taken';
  const where =
    address === undefined ? browser : texts.place(browser ?? texts.unknownBrowser, address);
  return {
    ...{ id, at, isQuiet, text: textOf(kind, by, { names, more }) },
    ...(where === undefined ? {} : { where }),
  };
}

interface Names {
  readonly names: readonly string[];
  readonly more: number;
}

function textOf(kind: SecurityNotice['kind'], by: NoticeBy, names: Names): string {
  switch (kind) {
    case 'signed_in':
      return texts.signedIn;
    case 'password_changed':
      return texts.passwordChanged(names);
    case 'password_reset':
      return saidBy(texts.passwordReset, by, names);
    case 'token_created':
      return texts.tokenCreated(names);
    case 'tokens_revoked':
      return saidBy(texts.tokensRevoked, by, names);
    case 'roles_given':
      return saidBy(texts.rolesGiven, by, names);
    case 'roles_taken':
      return saidBy(texts.rolesTaken, by, names);
  }
}

interface Sayings {
  readonly self: (names: Names) => string;
  readonly program: (names: Names) => string;
  readonly person: (by: string, names: Names) => string;
}

const saidBy = (sayings: Sayings, by: NoticeBy, names: Names): string =>
  typeof by === 'string' ? sayings[by](names) : sayings.person(by.label, names);
