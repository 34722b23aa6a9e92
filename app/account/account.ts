import type { AccountNotice } from '../ui/shell-context.ts';

/** What the account page shows beside what the shell knows already. */
export interface Account {
  readonly name: string;
  readonly label: string;
  readonly email: string;
  readonly passwordChangedAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** Names of the access tokens that can be used. */
  readonly tokens: readonly string[];
  /** What happened lately, the newest first. */
  readonly activity: readonly AccountNotice[];
}
