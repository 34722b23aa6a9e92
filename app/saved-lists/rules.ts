import type { SavedList } from './saved-list.ts';
import { texts } from './texts.ts';

/** The result for each of several rows. */
export interface BulkResult {
  readonly label: string;
  /** Reason for a refusal; omitted if the change was made. */
  readonly reason?: string;
  /** No change was needed. */
  readonly unchanged?: boolean;
}

const namesInFull = 4;

/** The message after a bulk action: how many rows changed, and which did not and why. */
export function bulkMessage(
  results: readonly BulkResult[],
  done: (count: number) => string,
  noun: SavedList['noun'],
): { readonly tone: 'success' | 'warning' | 'error' | 'info'; readonly text: string } {
  const failed = results.filter(({ reason }) => reason !== undefined);
  const unchanged = results.filter((result) => result.unchanged === true).length;
  const changed = results.length - failed.length - unchanged;
  const named = failed.slice(0, namesInFull).map(({ label, reason }) => `${label} – ${reason}`);
  const rest = failed.length - named.length;
  const text = [
    changed > 0 || failed.length + unchanged === 0 ? done(changed) : '',
    unchanged > 0 ? texts.bulk.unchanged(unchanged, noun) : '',
    failed.length > 0
      ? `${texts.bulk.failed(failed.length, noun)} ${named.join(' ')}${rest > 0 ? ` ${texts.bulk.more(rest)}.` : ''}`
      : '',
  ];
  const tone =
    failed.length === 0 ? (changed > 0 ? 'success' : 'info') : changed > 0 ? 'warning' : 'error';
  return { tone, text: text.filter((part) => part !== '').join(' ') };
}
