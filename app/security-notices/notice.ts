/** Kinds of notices. */
export type NoticeKind =
  | 'signed_in'
  | 'password_changed'
  | 'password_reset'
  | 'token_created'
  | 'tokens_revoked'
  | 'roles_given'
  | 'roles_taken';

/** Who did it: the owner of the account, another user, or a program such as the command line. */
export type NoticeBy = 'self' | 'program' | { readonly label: string };

interface NoticeDetails {
  readonly by: NoticeBy;
  /** Tokens or roles by name, at most ten. */
  readonly names?: readonly string[];
  /** Number of further ones. */
  readonly more?: number;
  /** Address of the owner; omitted if another user did it. */
  readonly address?: string;
  readonly browser?: string;
}

/** A notice as stored. */
export interface SecurityNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: Date;
  readonly details: NoticeDetails;
}

/** A notice to create for a user or, if an import concerns many, for users by name. */
export interface NewNotice {
  readonly kind: NoticeKind;
  readonly to: { readonly id: string } | { readonly names: readonly string[] };
  /** Session of the owner that caused it. */
  readonly session: string | undefined;
  readonly details: NoticeDetails;
}
