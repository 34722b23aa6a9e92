/** The kinds of notifications, in the order of the page that lets a person choose. */
export const kinds = [
  'review',
  'mention',
  'assigned',
  'due',
  'decided',
  'minutes',
  'meeting',
] as const;
export type NotificationKind = (typeof kinds)[number];

/**
 * How a person wants to learn of a kind: in the app only, also by email at once, also in a daily
 * email, or not at all.
 */
export const ways = ['here', 'email', 'digest', 'none'] as const;
export type Way = (typeof ways)[number];

/** Choices of a person; a kind without one is shown in the app. */
export type Choices = Readonly<Partial<Record<NotificationKind, Way>>>;

/** The facts of a notification; its words are made when it is shown. */
interface NotificationFacts {
  /** The event, such as `submitted` or `overdue`. */
  readonly what: string;
  /** Label of what it is about. */
  readonly item: string;
  /** Label of the committee. */
  readonly committee?: string | null;
  /** Display name of the person who did it. */
  readonly by?: string | null;
  /** A date: when it is due, or where a meeting moved to. */
  readonly day?: string | null;
}

export interface StoredNotification {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly details: NotificationFacts;
  readonly path: string;
}

/** A notification in the list of a person. */
export interface NotificationLine extends StoredNotification {
  readonly at: Date;
  readonly isRead: boolean;
}

/** Who is to be notified. */
export type Audience =
  /** Members of the item's committee who hold one of the permissions, or a position with the capability. */
  | {
      readonly kind: 'members';
      readonly codes: readonly string[];
      readonly capability?: string;
    }
  /** The user in a property of the item. */
  | { readonly kind: 'author' }
  /** Users whom a comment mentions. */
  | { readonly kind: 'mentioned'; readonly comment: string }
  /** Owners of the action item, or of the action items of the minutes. */
  | { readonly kind: 'owners' };

/** Something that happened, as it concerns some people. */
export interface Happening {
  readonly kind: NotificationKind;
  /** Identifies it: a person is notified of it once. */
  readonly key: string;
  /** Id of the item that it is about. */
  readonly item: string;
  readonly what: string;
  readonly audience: Audience;
  /** Address of the page about it; `{tor}` and `{item}` stand for ids. */
  readonly path: string;
  readonly by: string | null;
  /** Id of the person who did it, who is not notified. */
  readonly actor: string | null;
  readonly day?: string | null;
}

/** The filters of a list of a person's notifications. */
export interface NotificationFilter {
  readonly kind?: NotificationKind | undefined;
  readonly showRead: boolean;
}
