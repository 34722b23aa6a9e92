import type { VNode } from 'preact';
import { AppError } from '../errors.ts';
import type { LaterChange, Outcome } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { FormProblem } from '../ui/form-state.ts';
import { localPath } from '../ui/local-path.ts';
import { fullMoment, momentInWords, zoneInWords } from '../ui/moments.ts';
import type { FlashMessage } from '../ui/shell-context.ts';
import { texts } from './texts.ts';

/** The result of a handler; the server sends it. */
export type Answer = (
  | {
      readonly kind: 'page';
      readonly page: VNode;
      readonly status: number;
      /** Shown on this page, above the message of a redirect. */
      readonly flash?: FlashMessage | undefined;
    }
  | {
      readonly kind: 'redirect' /** As `localPath` writes it. */;
      readonly to: string;
      readonly flash?: FlashMessage | undefined;
    }
  | { readonly kind: 'json'; readonly value: unknown; readonly status: number }
  | ({ readonly kind: 'download' } & Download)
  | ({ readonly kind: 'growing' } & Growing)
  | { readonly kind: 'empty'; readonly status: 204 | 304 }
  /** A refusal without a page of its own: an error page, or a problem document for programs. */
  | { readonly kind: 'problem'; readonly error: AppError }
) & { readonly headers?: Readonly<Record<string, string | readonly string[]>> };

/** A file. Sent as an attachment unless it is a picture in a page. */
export interface Download {
  /** Complete, or in pieces that are streamed. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Media type with its charset: `text/csv; charset=utf-8`. */
  readonly type: string;
  /** File name of the download. Omitted: shown inline. */
  readonly fileName?: string;
  /** Timeout of the download in milliseconds, if its source holds a shared resource. */
  readonly deadlineMs?: number;
}

/** A page that is sent while an operation runs: first its frame, then stages as they arrive. */
export interface Growing {
  readonly frame: (stages: VNode) => VNode;
  readonly stages: AsyncIterable<VNode>;
}

/** A page in the shell of the current user. */
export const page = (content: VNode, status = 200): Answer => ({
  kind: 'page',
  page: content,
  status,
});

/**
 * Redirects to a page of this app by a GET, with a message that only that page shows.
 * @param to path with its query; throws for anything else
 */
export function redirect(to: string, flash?: FlashMessage | string): Answer {
  const path = localPath(to);
  if (path === undefined) throw new TypeError(`redirect() leads within the app, not to ${to}`);
  return {
    kind: 'redirect',
    to: path,
    flash: typeof flash === 'string' ? { tone: 'success', text: flash } : flash,
  };
}

export const json = (value: unknown, status = 200): Answer => ({ kind: 'json', value, status });

export const download = (file: Download): Answer => ({ kind: 'download', ...file });

/** A page with progress for browsers without JavaScript. Leaving it ends the stages. */
export const growing = (content: Growing): Answer => ({ kind: 'growing', ...content });

/** Success without content. */
export const empty = (status: 204 | 304 = 204): Answer => ({ kind: 'empty', status });

/** A refusal that no page shows: an error page, or a problem document for programs. */
export const problem = (error: AppError): Answer => ({ kind: 'problem', error });

/** The same answer with additional headers. */
export const withHeaders = (answer: Answer, headers: NonNullable<Answer['headers']>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/**
 * Shows a form again with the submitted values and their problems; passed to the handler by a
 * `form()` parser.
 */
export type Refuse = (
  problems: readonly FormProblem[],
  status?: 409 | 413 | 422 | 429,
) => Answer | Promise<Answer>;

/** Refuses as an error page or problem document with the reasons. */
export const refusedAsProblem: Refuse = (problems, status = 422) =>
  problem(notAccepted(status === 409 ? 'conflict' : 'not_accepted', problems, status));

/** Refuses what a button asked for: nothing was typed, so its page shows the reasons as a message. */
export const refusedAt =
  (to: string): Refuse =>
  (problems) =>
    redirect(to, { tone: 'error', text: problems.map(({ message }) => message).join(' ') });

/** The error of input that isn't accepted, with the reasons. */
export const notAccepted = (
  code: string,
  problems: readonly FormProblem[],
  status = 422,
): AppError =>
  new AppError(code, {
    message: problems.map(({ message }) => message).join(' '),
    status,
    details: { problems },
  });

export interface AnswerTo<Saved> {
  /** Where to redirect, or the answer itself. */
  readonly saved: string | Answer | ((value: Saved) => string | Answer);
  /** How to show a refusal. Omitted: an error page or problem document with the reasons. */
  readonly refused?: Refuse | undefined;
  /**
   * How to show that another user saved first. Omitted: as a refusal that names the user and the
   * changes.
   */
  readonly conflict?: (
    current: EntitySnapshot,
    since: readonly LaterChange[],
  ) => Answer | Promise<Answer>;
}

/** Converts the outcome of a command into an answer; every outcome has one. */
export async function answer<Saved>(
  outcome: Outcome<Saved>,
  { saved, refused = refusedAsProblem, conflict }: AnswerTo<Saved>,
): Promise<Answer> {
  if (outcome.ok) {
    const made = typeof saved === 'function' ? saved(outcome.value) : saved;
    return typeof made === 'string' ? redirect(made) : made;
  }
  if (outcome.kind === 'not-found') return problem(missing());
  if (outcome.kind === 'refused') {
    const { reasons, status } = outcome;
    if (status !== 403) return refused(reasons, status);
    return problem(notAccepted(reasons[0]?.code ?? 'not_allowed', reasons, status));
  }
  if (conflict !== undefined) return conflict(outcome.current, outcome.since);
  return refused([{ message: conflictInWords(outcome) }], 409);
}

/**
 * The answer to a button: its page again, with the result or the reason of the refusal.
 * @param done the message, or a function of the saved value; omitted: the page shows it
 */
export const answerAt = <Saved>(
  to: string,
  outcome: Outcome<Saved>,
  done?: Done | ((saved: Saved) => Done),
): Promise<Answer> =>
  answer(outcome, {
    saved: (saved) => redirect(to, typeof done === 'function' ? done(saved) : done),
    refused: refusedAt(to),
  });

type Done = FlashMessage | string;

/** The error for an item that does not exist or has another type. */
export const missing = (message: string = texts.missing): AppError =>
  new AppError('not_found', { message, status: 404 });

/**
 * Who saved first, what changed and when: in the reader's time zone, or in UTC without a reader.
 */
function conflictInWords({ current: { label }, since: [last], reader }: Conflict): string {
  const { anotherUser, changed } = texts.conflict;
  if (last === undefined) return changed(anotherUser, label, []);
  const at = new Date(last.at);
  const reading = { timeZone: 'UTC', now: at, inSentence: true, ...reader };
  const near = `${momentInWords(at, 'moment', reading)} ${zoneInWords(at, reading)}`;
  const when = reader === undefined ? fullMoment(at, reading) : near;
  return changed(
    last.by,
    label,
    last.fields.length === 0 ? [when] : [last.fields.join(', '), when],
  );
}

type Conflict = Extract<Outcome<never>, { kind: 'conflict' }>;
