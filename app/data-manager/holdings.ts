/** How many entities of a type there are. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** An import or export of the past, from the audit log. */
export interface Transfer {
  readonly seq: string;
  readonly at: Date;
  readonly action: 'data.imported' | 'data.exported';
  readonly outcome: string;
  readonly by: string;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** What the page tells of the store. */
export interface Holdings {
  /** By name. */
  readonly types: readonly TypeCount[];
  /** Newest first. */
  readonly transfers: readonly Transfer[];
}
