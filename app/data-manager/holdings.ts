import type { RunningImport } from './running-store.ts';

/** The number of entities of a type. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** A past import or export, from the audit log. */
export interface Transfer {
  readonly seq: string;
  readonly at: Date;
  readonly action: 'data.imported' | 'data.exported';
  readonly outcome: string;
  readonly by: string;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** Numbers of the stored items on the page. */
export interface Holdings {
  /** By name. */
  readonly types: readonly TypeCount[];
  /** Newest first. */
  readonly transfers: readonly Transfer[];
  /** Running imports. */
  readonly running: readonly RunningImport[];
}
