import type { ImportError, ImportProgress } from '../../data-manager/transfer.ts';
import type { Tally } from '../../data-manager/upload/present.ts';
import { one } from '../elements.ts';
import { lineReader } from './lines.ts';

/** Import options of everything that is sent. */
export interface Settings {
  readonly mode: string;
  readonly dryRun: boolean;
}

/** A result as the server writes it. */
export interface Imported extends Tally {
  readonly committed: boolean;
  readonly dry_run: boolean;
  readonly errors: readonly ImportError[];
}

export interface Problem {
  readonly status: number;
  /** `undefined` if the response is not from the app, or there is none. */
  readonly code?: string;
  readonly detail?: string;
}

export type Outcome =
  | { readonly result: Imported }
  | { readonly problem: Problem }
  | { readonly cancelled: true };

export interface Watcher {
  readonly signal: AbortSignal;
  /** Bytes sent. */
  readonly sent: (bytes: number) => void;
  /** Progress reported by the server. */
  readonly processed: (progress: ImportProgress) => void;
}

/**
 * Sends a document and follows its import. Uses `XMLHttpRequest`, because `fetch` does not report
 * upload progress. Cancelling closes the connection, which ends the import on the server.
 */
export function send(
  document: Blob,
  { mode, dryRun }: Settings,
  { signal, sent, processed }: Watcher,
): Promise<Outcome> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ cancelled: true });
    const request = new XMLHttpRequest();
    const read = lineReader();
    let seen = 0;
    let outcome: Outcome | undefined;
    const take = (): void => {
      if (request.status !== 200) return;
      const text = request.responseText.slice(seen);
      seen = request.responseText.length;
      for (const line of read(text) as readonly Line[]) {
        if (!('progress' in line)) outcome = line;
        // Received bytes equal the sent ones, which are shown already.
        else if (line.progress.received === undefined) processed(line.progress);
      }
    };
    const name = document instanceof File ? { file: document.name } : {};
    request.open(
      'POST',
      `/api/data/import?${new URLSearchParams({ mode, dry_run: String(dryRun), ...name })}`,
    );
    request.setRequestHeader('Content-Type', 'application/json');
    request.setRequestHeader('Accept', 'application/x-ndjson, application/problem+json');
    request.setRequestHeader(
      'X-CSRF-Token',
      one<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '',
    );
    request.upload.addEventListener('progress', ({ loaded }) => sent(loaded));
    request.upload.addEventListener('load', () => sent(document.size));
    request.addEventListener('progress', take);
    request.addEventListener('load', () => {
      take();
      resolve(outcome ?? { problem: problemIn(request) });
    });
    request.addEventListener('error', () => resolve({ problem: { status: 0 } }));
    request.addEventListener('abort', () => resolve({ cancelled: true }));
    signal.addEventListener('abort', () => request.abort());
    request.send(document);
  });
}

type Line =
  | { readonly progress: ImportProgress }
  | { readonly result: Imported }
  | { readonly problem: Problem };

function problemIn({ status, responseText }: XMLHttpRequest): Problem {
  try {
    const { code, detail } = JSON.parse(responseText) as { code?: unknown; detail?: unknown };
    return {
      status,
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof detail === 'string' ? { detail } : {}),
    };
  } catch {
    return { status };
  }
}
