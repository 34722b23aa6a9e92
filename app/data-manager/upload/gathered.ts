import type { VNode } from 'preact';
import type { Call } from '../../http/call.ts';
import { problemOf } from '../../http/problem.ts';
import type { Log } from '../../log.ts';
import { texts } from '../texts.ts';
import type { ImportError, ImportProgress } from '../transfer.ts';
import type { ImportEvent } from './events.ts';
import { progressStage } from './growing-page.tsx';
import type { FileOutcome, LeftItem, ResultPageProps } from './result-page.tsx';
import type { ImportUpload } from './upload.ts';

export type ProgressEvent = ImportEvent & { readonly progress: ImportProgress };

type ImportCall = Pick<Call, 'request' | 'requestId'> & { readonly upload: ImportUpload };

/** Collects the results of several files, for a page. */
export class Gathered {
  private readonly files: FileOutcome[] = [];
  private readonly left: LeftItem[] = [];
  private readonly call: ImportCall;
  private readonly log: Log;

  constructor(call: ImportCall, log: Log) {
    this.call = call;
    this.log = log;
  }

  get isEmpty(): boolean {
    return this.files.length === 0;
  }

  get results(): ResultPageProps {
    const { mode = 'skip', dry_run: dryRun } = this.call.upload.settings;
    return { files: this.files, left: this.left, mode, dryRun };
  }

  take(event: ImportEvent): void {
    if ('progress' in event) return;
    const name = event.file ?? texts.result.unnamed;
    if ('error' in event) {
      this.files.push({ name, problem: problemOf(event.error, this.call.requestId).detail });
      return;
    }
    this.files.push({ name, result: event.result });
    this.left.push(...event.result.errors.map(leftOf));
  }

  /** Records an error that ended the whole import. */
  end(error: unknown): void {
    const { requestId, request } = this.call;
    const problem = problemOf(error, requestId);
    if (problem.status >= 500)
      this.log.error({ err: error, requestId, path: request.path }, 'request failed');
    this.files.push({ name: texts.result.unnamed, problem: problem.detail });
  }

  /** Renders the progress of a file. The form gives only the total size of its files. */
  stage({ file, progress }: ProgressEvent): VNode {
    return progressStage(
      file ?? texts.result.unnamed,
      progress,
      Number(this.call.request.get('content-length') ?? 0),
    );
  }
}

export const leftOf = ({ kind, item, reason }: ImportError): LeftItem => ({
  kind,
  text: JSON.stringify(item, null, 2) ?? '',
  reason,
});
