/** What somebody is notified of. */
export type NoticeKind =
  | 'signed_in'
  | 'password_changed'
  | 'password_reset'
  | 'token_created'
  | 'tokens_revoked'
  | 'roles_given'
  | 'roles_taken';

/** Who did it: the owner of the account, somebody else, or a program such as the command line. */
export type NoticeBy = 'self' | 'program' | { readonly label: string };

export interface NoticeDetails {
  readonly by: NoticeBy;
  /** Tokens or roles by name, at most ten of them. */
  readonly names?: readonly string[];
  /** How many there are beside those. */
  readonly more?: number;
  /** Where the owner was: left out when somebody else did it. */
  readonly address?: string;
  readonly browser?: string;
}

/** A notice as it is stored. */
export interface SecurityNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: Date;
  readonly details: NoticeDetails;
}

/**
 * A notice that is to be left for a person or, when an import concerns many, for people by their
 * names.
 */
export interface NewNotice {
  readonly kind: NoticeKind;
  readonly to: { readonly id: string } | { readonly names: readonly string[] };
  /** Session of the owner that did it. */
  readonly session: string | undefined;
  readonly details: NoticeDetails;
}
