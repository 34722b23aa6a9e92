import { texts } from '../../data-manager/texts.ts';
import { addUp, nothing, type Tally } from '../../data-manager/upload/present.ts';
import { number } from '../../ui/words.ts';
import { all, one } from '../elements.ts';
import { announce } from '../messages.ts';
import { fetchQuietly } from '../page-request.ts';
import { signInAgain } from '../session.ts';
import { errorList } from './errors.ts';
import { type FileRow, fileRow } from './file-row.ts';
import { chooseFiles } from './files.ts';
import { proofOf } from './proof.ts';
import { type Imported, type Outcome, type Settings, send, type Watcher } from './send.ts';

/**
 * Sends the files one by one, shows the progress of each, adds up the results and keeps failed
 * items for correction.
 */
export function improveImport(root: HTMLElement, run: HTMLElement): void {
  const form = one<HTMLFormElement>('form', root);
  const submit = form === null ? null : one<HTMLButtonElement>('button[type="submit"]', form);
  const cancel = one<HTMLButtonElement>('[data-cancel]', run);
  if (form === null || submit === null || cancel === null) return;
  const proof = proofOf(root);
  let tally: Tally = nothing;
  let settings: Settings = { mode: 'skip', dryRun: false };
  let under: AbortController | undefined;
  let sendable: readonly File[] = [];
  const ready = (): void => {
    submit.disabled = under !== undefined || sendable.length === 0;
  };
  const clearFiles = chooseFiles(root, Number(root.dataset['most']), (chosen) => {
    sendable = chosen;
    ready();
  });

  /** Sends again after the session ended and the user signed in again. */
  const deliver = async (document: Blob, how: Settings, watcher: Watcher): Promise<Outcome> => {
    const outcome = await send(document, how, watcher);
    if (!('problem' in outcome)) return outcome;
    if (outcome.problem.code === 'proof_needed') proof.ask();
    return outcome.problem.status === 401 && (await signInAgain())
      ? send(document, how, watcher)
      : outcome;
  };
  const count = (result: Imported): void => {
    tally = addUp(tally, result);
    showTally(run, tally, result.dry_run);
  };
  const errors = errorList(run, {
    send: async (document, mode) => {
      const outcome = await deliver(document, { mode, dryRun: settings.dryRun }, unwatched());
      void renewHistory();
      return outcome;
    },
    count,
    drop: (skipped) => {
      tally = { ...tally, error_count: Math.max(0, tally.error_count - skipped) };
      showTally(run, tally, settings.dryRun);
    },
  });

  /** Returns whether to continue: not without the password that the server asks for. */
  const importOne = async (file: File, row: FileRow, signal: AbortSignal): Promise<boolean> => {
    row.begin();
    const outcome = await deliver(file, settings, {
      signal,
      sent: row.sent,
      processed: row.processed,
    });
    row.end(outcome);
    if ('result' in outcome) {
      count(outcome.result);
      errors.add(file.name, outcome.result.errors, outcome.result.error_count);
    }
    return !(
      'problem' in outcome &&
      (outcome.problem.code === 'proof_needed' || outcome.problem.status === 401)
    );
  };
  const start = async (): Promise<void> => {
    if (under !== undefined || !(await proof.give())) return;
    under = new AbortController();
    const { signal } = under;
    const rows = sendable.map((file) => ({ file, row: fileRow(file) }));
    ready();
    settings = settingsOf(form);
    tally = nothing;
    errors.clear();
    begin(
      run,
      cancel,
      rows.map(({ row }) => row.element),
    );
    announce(texts.progress.announceStart(rows.length));
    let goesOn = true;
    for (const { file, row } of rows) {
      if (!goesOn || signal.aborted) row.skip();
      else goesOn = await importOne(file, row, signal);
    }
    under = undefined;
    end(run, cancel);
    void renewHistory();
    if (goesOn && !signal.aborted) clearFiles();
    ready();
    announce(
      signal.aborted
        ? texts.progress.announceCancel
        : texts.progress.announceEnd(tally.error_count),
    );
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  cancel.addEventListener('click', () => under?.abort());
  // Leaving the page closes the connection, which cancels the import.
  addEventListener('beforeunload', (event) => {
    if (under !== undefined) event.preventDefault();
  });
}

const unwatched = (): Watcher => ({
  signal: new AbortController().signal,
  sent: () => undefined,
  processed: () => undefined,
});

function settingsOf(form: HTMLFormElement): Settings {
  const fields = new FormData(form);
  return { mode: String(fields.get('mode') ?? 'skip'), dryRun: fields.get('dry_run') === 'true' };
}

/** Shows the progress above the form and moves the focus there. */
function begin(run: HTMLElement, cancel: HTMLElement, rows: readonly HTMLElement[]): void {
  one('[data-files]', run)?.replaceChildren(...rows);
  for (const part of all('[data-result], [data-errors]', run)) part.hidden = true;
  run.hidden = false;
  showRunning(false);
  cancel.hidden = false;
  cancel.focus();
  run.scrollIntoView({ block: 'nearest' });
}

/** The button is removed, so the focus moves to the result. */
function end(run: HTMLElement, cancel: HTMLElement): void {
  const hadFocus = document.activeElement === cancel;
  cancel.hidden = true;
  showRunning(true);
  const heading = one('#progress', run);
  if (!hadFocus || heading === null) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** Running imports of all users; meanwhile this page shows its own in more detail. */
function showRunning(isShown: boolean): void {
  const part = one('#running-imports');
  if (part !== null) part.hidden = !isShown;
}

/** Adds the import just done to the history. */
async function renewHistory(): Promise<void> {
  const known = one('[data-history]');
  if (known === null) return;
  const fresh = (await fetchQuietly('/data-manager'))?.document.querySelector('[data-history]');
  if (fresh) known.replaceWith(document.adoptNode(fresh));
}

/** Entity counts in large type, relation counts below. */
function showTally(run: HTMLElement, tally: Tally, dryRun: boolean): void {
  const part = one('[data-result]', run);
  if (part === null) return;
  part.hidden = false;
  for (const note of all('[data-dry]', part)) note.hidden = !dryRun;
  for (const key of ['created', 'updated', 'skipped'] as const) {
    put(part, `entities="${key}"`, number(tally[key]));
    put(part, `relations="${key}"`, texts.result.relations(tally[`relations_${key}`]));
  }
  put(part, 'entities="errors"', number(tally.error_count));
}

function put(within: HTMLElement, part: string, words: string): void {
  const place = one(`[data-${part}]`, within);
  if (place !== null) place.textContent = words;
}
