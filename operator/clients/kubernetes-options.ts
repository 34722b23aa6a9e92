import type { ResourceType } from './kubernetes-types.ts';

// Options of a call.

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * Timeout without data, after which the connection counts as dead. @default the client's
   * `silenceMs`
   */
  readonly silenceMs?: number;
}

export interface ListPage<T> {
  readonly items: T[];
  readonly resourceVersion: string;
  readonly continue?: string;
}

export interface WatchOptions extends CallOptions {
  readonly resourceVersion: string;
  /** Timeout after which the server ends the watch. */
  readonly timeoutSeconds: number;
  /** Called when the server has accepted the watch. */
  readonly onOpen?: () => void;
}

export interface ApplyOptions extends CallOptions {
  readonly dryRun?: boolean;
  readonly type?: ResourceType;
}

export interface DeleteOptions extends CallOptions {
  /** How owned objects are deleted. @default Background */
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly gracePeriodSeconds?: number;
}

export interface PatchOptions extends CallOptions {
  /** @default merge */
  readonly kind?: 'merge' | 'json' | 'strategic-merge';
  readonly subresource?: string;
}
