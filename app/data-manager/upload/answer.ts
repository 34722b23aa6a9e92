import type { VNode } from 'preact';
import { type Answer, download, growing, json, page, withHeaders } from '../../http/answers.ts';
import type { Call } from '../../http/call.ts';
import { skipRest } from '../../http/long-body.ts';
import { problemOf } from '../../http/problem.ts';
import { isFormOfPage } from '../../http/wants-json.ts';
import type { Log } from '../../log.ts';
import type { ImportError } from '../transfer.ts';
import { type ArrivingFile, type ImportEvent, type Importing, importFiles } from './events.ts';
import { Gathered, type ProgressEvent } from './gathered.ts';
import { importFrame, lastStage } from './growing-page.tsx';
import { addUp, jsonOf, nothing, type Tally } from './present.ts';
import { resultPage } from './result-page.tsx';
import type { ImportUpload } from './upload.ts';

/** The services of a response, in addition to the request. */
export type ImportServices = Pick<Importing, 'importData' | 'services' | 'turns'> & {
  readonly log: Log;
};

type ImportCall = Call & { readonly actor: Importing['actor']; readonly upload: ImportUpload };

/**
 * Imports the upload and responds in the requested form: JSON lines as it proceeds
 * (`application/x-ndjson`), a page, or one JSON document. A disconnect cancels the import.
 */
export async function answerImport(
  { importData, services, turns, log }: ImportServices,
  call: ImportCall,
): Promise<Answer> {
  const { actor, upload, request, response } = call;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const events = importFiles(upload.files, {
    importData,
    services,
    turns,
    actor,
    settings: upload.settings,
    signal: gone.signal,
  });
  if (request.accepts(['json', 'html', 'application/x-ndjson']) === 'application/x-ndjson')
    return linesOf(events, call, log);
  if (upload.isForm && isFormOfPage(request)) return pageOf(events, call, log);
  return upload.isForm ? documentOfFiles(events) : documentOfOne(events, request);
}

/**
 * Milliseconds before the response starts; an error within them is an ordinary error with its own
 * status.
 */
const quietMs = 500;

async function linesOf(
  events: AsyncGenerator<ImportEvent>,
  call: ImportCall,
  log: Log,
): Promise<Answer> {
  const since = performance.now();
  let first = await events.next();
  while (first.done !== true && 'progress' in first.value && performance.now() - since < quietMs)
    first = await events.next();
  if (first.done === true) return json({ ...nothing, errors: [] });
  if ('error' in first.value && !call.upload.isForm) {
    await skipRest(call.request);
    throw first.value.error;
  }
  const answer = download({
    body: lines(first.value, events, call, log),
    type: 'application/x-ndjson',
  });
  // Keeps proxies from buffering the lines.
  return withHeaders(answer, { 'X-Accel-Buffering': 'no' });
}

async function* lines(
  first: ImportEvent,
  rest: AsyncGenerator<ImportEvent>,
  call: ImportCall,
  log: Log,
): AsyncGenerator<string> {
  try {
    yield lineOf(first, call.requestId);
    for await (const event of rest) yield lineOf(event, call.requestId);
  } catch (error) {
    const problem = problemOf(error, call.requestId);
    if (problem.status >= 500)
      log.error(
        { err: error, requestId: call.requestId, path: call.request.path },
        'request failed',
      );
    yield `${JSON.stringify({ problem })}\n`;
  } finally {
    await rest.return(undefined);
  }
}

function lineOf(event: ImportEvent, requestId: string): string {
  const { file } = event;
  const named = file === undefined ? {} : { file };
  if ('progress' in event) return `${JSON.stringify({ ...named, progress: event.progress })}\n`;
  if ('result' in event) return `${JSON.stringify({ ...named, result: jsonOf(event.result) })}\n`;
  return `${JSON.stringify({ ...named, problem: problemOf(event.error, requestId) })}\n`;
}

/** One document: the result in the established format, or its problem. */
async function documentOfOne(
  events: AsyncIterable<ImportEvent>,
  request: Call['request'],
): Promise<Answer> {
  for await (const event of events) {
    if ('error' in event) {
      await skipRest(request);
      throw event.error;
    }
    if ('result' in event) return json(jsonOf(event.result));
  }
  return json({ ...nothing, errors: [] });
}

/** Several files: their totals, and each by itself. */
async function documentOfFiles(events: AsyncIterable<ImportEvent>): Promise<Answer> {
  const files: object[] = [];
  const errors: ImportError[] = [];
  let sum: Tally = nothing;
  for await (const event of events) {
    if ('error' in event)
      files.push({ file: event.file, problem: problemOf(event.error, '').detail });
    if (!('result' in event)) continue;
    files.push({ file: event.file, ...jsonOf(event.result) });
    errors.push(...event.result.errors);
    sum = addUp(sum, event.result);
  }
  return json({ ...sum, errors, files });
}

/**
 * A page with the results of all files; if they take longer, it is sent at once and shows the
 * progress.
 */
async function pageOf(
  events: AsyncGenerator<ImportEvent>,
  call: ImportCall,
  log: Log,
): Promise<Answer> {
  const gathered = new Gathered(call, log);
  const since = performance.now();
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      gathered.take(next.value);
      if ('progress' in next.value && performance.now() - since >= quietMs)
        return growing({ frame: importFrame, stages: stagesOf(next.value, events, gathered) });
    }
  } catch (error) {
    // Earlier files may have been imported, so their results must be shown.
    if (gathered.isEmpty) throw error;
    gathered.end(error);
  }
  return page(resultPage(gathered.results));
}

/** Milliseconds between two stages of a page, because all of them remain in it. */
const stageMs = 1000;

async function* stagesOf(
  first: ProgressEvent,
  events: AsyncGenerator<ImportEvent>,
  gathered: Gathered,
): AsyncGenerator<VNode> {
  try {
    yield gathered.stage(first);
    let sentAt = performance.now();
    for await (const event of events) {
      gathered.take(event);
      if (!('progress' in event) || performance.now() - sentAt < stageMs) continue;
      sentAt = performance.now();
      yield gathered.stage(event);
    }
  } catch (error) {
    gathered.end(error);
  } finally {
    await events.return(undefined);
  }
  yield lastStage(gathered.results);
}

/** A document created here, as an incoming file. */
export async function* arriving(name: string, document: object): AsyncGenerator<ArrivingFile> {
  const bytes = Buffer.from(JSON.stringify(document));
  yield {
    name,
    format: 'json',
    content: (async function* () {
      yield bytes;
    })(),
  };
}
