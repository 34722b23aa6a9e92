import { texts } from '../../data-manager/texts.ts';
import type { ImportProgress } from '../../data-manager/transfer.ts';
import { progressInWords, shareOf } from '../../data-manager/upload/progress.ts';
import { one } from '../elements.ts';
import { fill, made, type StateKind, stateOf } from './rows.ts';
import type { Outcome, Problem } from './send.ts';

/** The row of a file being imported. */
export interface FileRow {
  readonly element: HTMLElement;
  readonly begin: () => void;
  readonly sent: (bytes: number) => void;
  readonly processed: (progress: ImportProgress) => void;
  readonly end: (outcome: Outcome) => void;
  /** The import was never started. */
  readonly skip: () => void;
}

/** A row for a file. Its bar shows the bytes sent, then the progress of the server. */
export function fileRow({ name, size }: File): FileRow {
  const row = made('file-row');
  const bar = one<HTMLProgressElement>('progress', row);
  fill(row, 'name', name);
  bar?.setAttribute('aria-label', texts.progress.of(name));
  const state = (kind: StateKind, words: string): void =>
    one('[data-state]', row)?.replaceChildren(stateOf(kind, words));
  const says = (words: string): void => fill(row, 'says', words);
  const fillBar = (done: number): void => {
    if (bar !== null && size > 0) bar.value = Math.min(1, done / size);
  };
  state('waiting', texts.progress.waiting);
  return {
    element: row,
    begin: () => {
      state('working', texts.progress.working);
      if (bar !== null) bar.hidden = false;
      says(texts.progress.sent(0, size));
    },
    sent: (bytes) => {
      // The last events include the multipart envelope.
      const own = Math.min(bytes, size);
      fillBar(own);
      says(own < size ? texts.progress.sent(own, size) : texts.progress.allSent(size));
    },
    processed: (progress) => {
      if (bar !== null) bar.value = shareOf(progress, size);
      says(progressInWords(progress));
    },
    end: (outcome) => {
      if (bar !== null) bar.hidden = true;
      const { kind, words, detail } = endOf(outcome);
      state(kind, words);
      says(detail);
    },
    skip: () => {
      state('ended', texts.progress.notStarted);
      says('');
    },
  };
}

interface End {
  readonly kind: StateKind;
  readonly words: string;
  readonly detail: string;
}

function endOf(outcome: Outcome): End {
  if ('cancelled' in outcome)
    return { kind: 'ended', words: texts.progress.stopped, detail: texts.progress.cancelled };
  if ('problem' in outcome)
    return { kind: 'stop', words: texts.progress.notImported, detail: reasonOf(outcome.problem) };
  const { result } = outcome;
  const { created, updated, skipped, error_count: errors } = result;
  const detail = texts.history.counts(created, updated, skipped, errors);
  if (result.dry_run && errors > 0)
    return { kind: 'stop', words: texts.progress.checkedWithErrors(errors), detail };
  if (result.dry_run) return { kind: 'done', words: texts.progress.checked, detail };
  if (!result.committed)
    return {
      kind: 'stop',
      words: texts.progress.nothingKept,
      detail: result.errors[0]?.reason ?? detail,
    };
  if (errors > 0) return { kind: 'warn', words: texts.progress.partly, detail };
  return { kind: 'done', words: texts.progress.imported, detail };
}

/** Why a request failed, as a sentence. */
export function reasonOf({ status, code, detail }: Problem): string {
  if (status === 0) return texts.problem.noConnection;
  if (status === 401) return texts.problem.ended;
  if (code === 'proof_needed') return texts.problem.proofScript;
  return detail ?? texts.problem.refused(status);
}
