import type { AccountNotice } from '../ui/shell-context.ts';

/** Data of the account page in addition to the shell. */
export interface Account {
  readonly name: string;
  readonly label: string;
  readonly email: string;
  readonly passwordChangedAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** Names of the active access tokens. */
  readonly tokens: readonly string[];
  /** All settings, for the rules of passwords. */
  readonly settings: Readonly<Record<string, string>>;
  /** Recent security events, newest first. */
  readonly activity: readonly AccountNotice[];
}
