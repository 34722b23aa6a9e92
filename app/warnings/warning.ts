import type { PermissionCode } from '../ontology/actor.ts';
import type { PersonChoice } from '../people-search/index.ts';
import type { Severity } from '../ui/shell-context.ts';

/** From the worst to the mildest. */
export const severities = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
] as const satisfies Severity[];

export const categories = ['governance', 'security', 'data_integrity', 'system'] as const;
export type Category = (typeof categories)[number];

/** `deleted`: its owner dismissed it. */
export type ReceiptStatus = 'unread' | 'read' | 'forwarded' | 'deleted' | 'resolved';

/** Who gets a warning: active users who hold a permission, and some users by id. */
export interface Recipients {
  readonly holding?: PermissionCode;
  readonly users?: readonly string[];
}

/** A warning as its source states it. */
export interface NewWarning {
  /** The code of its source, such as `scheduled.tor_vacancy`. */
  readonly source: string;
  /** Its subject; a source has one active warning for each key. */
  readonly key: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** How bad it is: recipients are notified again when it rises. @default 0 */
  readonly level?: number;
  readonly to: Recipients;
  /** Id of the user whose change caused it. */
  readonly causedBy?: string | null;
}

/** The results of raising warnings. */
export interface Raised {
  readonly created: number;
  readonly worse: number;
  /** Sources of new warnings that nobody receives. */
  readonly unheard: readonly string[];
}

/** A warning in the list of a user. */
export interface WarningLine {
  readonly id: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly message: string;
  readonly status: ReceiptStatus;
  readonly createdAt: Date;
}

/** The filters of a list of a user's warnings. */
export interface WarningFilter {
  readonly category?: string | undefined;
  readonly severity?: string | undefined;
  readonly showRead: boolean;
  readonly showDeleted: boolean;
}

/** One event of a receipt. */
export interface ReceiptEvent {
  readonly id: string;
  readonly action: string;
  readonly at: string;
  /** Display name; `null` for the system. */
  readonly by: string | null;
  readonly note: string | null;
}

/** Who received a warning, and what became of it. */
export interface RecipientLine {
  readonly id: string;
  readonly name: string;
  readonly status: ReceiptStatus;
  readonly at: string | null;
}

/** A warning with what its reader may see of it. */
export interface WarningDetail {
  readonly id: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly message: string;
  readonly source: string;
  readonly status: 'active' | 'resolved';
  readonly details: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Display name of the user whose change caused it. */
  readonly causedBy: string | null;
  /** The reader's own; `null`: the warning was not sent to them. */
  readonly receipt: { readonly id: string; readonly status: ReceiptStatus } | null;
  readonly timeline: readonly ReceiptEvent[];
  /** Empty for readers who may not see other recipients. */
  readonly recipients: readonly RecipientLine[];
  /** Users to forward it to; there may be more. */
  readonly candidates: readonly PersonChoice[];
}
