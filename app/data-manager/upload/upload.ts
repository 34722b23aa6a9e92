import type { Request } from 'express';
import { addressOf } from '../../http/address.ts';
import { type Answer, notAccepted } from '../../http/answers.ts';
import { type Fields, mediaType, wrongType } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import { inputProblems } from '../../http/input-problems.ts';
import { type LongBody, readSteadily } from '../../http/long-body.ts';
import { type FormPart, multipartParts } from '../../http/multipart.ts';
import type { Parser } from '../../http/parsers.ts';
import { headerToken } from '../../http/proofs.ts';
import type { SignedIn } from '../../http/visit.ts';
import { isFormOfPage } from '../../http/wants-json.ts';
import type { FormProblem } from '../../ui/form-state.ts';
import { texts } from '../texts.ts';
import type { Turns } from '../turns.ts';
import type { ArrivingFile } from './events.ts';
import { type ImportSettings, importSettings } from './schema.ts';

/** The upload that an import route receives. */
export interface ImportUpload {
  readonly settings: ImportSettings;
  readonly files: AsyncIterable<ArrivingFile>;
  /** Whether it is a form with files instead of a document. */
  readonly isForm: boolean;
}

export interface UploadOptions<Needs> extends LongBody {
  readonly turns: Turns;
  /** Shows the form again with the selected options. */
  readonly refused: (
    call: Needs,
    fields: Fields,
    problems: readonly FormProblem[],
    status: number,
  ) => Promise<Answer>;
}

const documents = { 'application/json': 'detect', 'application/ld+json': 'jsonld' } as const;
const accepted = [...Object.keys(documents), 'multipart/form-data'];

/**
 * Parses a body with data to import: a document with its options in the query, or a form with
 * files. Reads only its start; files are consumed as they arrive. Takes the user's slot before
 * reading anything.
 */
export const importUpload = <Needs extends Call & { readonly actor: SignedIn }>(
  options: UploadOptions<Needs>,
): Parser<{ readonly upload: ImportUpload }, Needs> => ({
  reads: ['body'],
  parse: async (call) => {
    const type = mediaType(call.request);
    if ((call.request.get('content-encoding') ?? 'identity') !== 'identity')
      throw wrongType(texts.problem.unencoded);
    if (type === 'multipart/form-data' || type in documents)
      options.turns.begin('import', call.actor.id, call.response);
    if (type === 'multipart/form-data') return readForm(call, options);
    if (type in documents)
      return {
        adds: {
          upload: await readDocument(call, documents[type as keyof typeof documents], options),
        },
      };
    throw wrongType(accepted.join(', '));
  },
});

/**
 * Maximum size of a document that may carry its token as a member, because it must be read
 * completely to find the token.
 */
const mostWithToken = 1024 * 1024;

async function readDocument(
  call: Call,
  format: ArrivingFile['format'],
  options: LongBody,
): Promise<ImportUpload> {
  const { request } = call;
  const settings = importSettings.safeParse(Object.fromEntries(addressOf(request).searchParams));
  const whole =
    headerToken(request) === undefined && isShort(request)
      ? await readWhole(request, options)
      : undefined;
  await call.proveToken(whole === undefined ? undefined : tokenIn(whole));
  await call.askForProof(undefined);
  if (!settings.success) throw notAccepted('bad_query', inputProblems(settings.error), 400);
  const content = whole === undefined ? readSteadily(request, options) : only(whole);
  const { file: name } = settings.data;
  return {
    settings: settings.data,
    files: only({ format, content, ...(name === undefined ? {} : { name }) }),
    isForm: false,
  };
}

const isShort = (request: Request): boolean =>
  Number(request.get('content-length') ?? Number.NaN) <= mostWithToken;

async function readWhole(request: Request, options: LongBody): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readSteadily(request, options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The member `csrf_token` (spec requests#forged-requests); none if it is not JSON. */
function tokenIn(document: Buffer): unknown {
  try {
    return (JSON.parse(document.toString('utf8')) as { csrf_token?: unknown } | null)?.csrf_token;
  } catch {
    return undefined;
  }
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function readForm<Needs extends Call>(
  call: Needs,
  options: UploadOptions<Needs>,
): Promise<{ adds: { upload: ImportUpload } } | { answers: Answer }> {
  const parts = multipartParts(call.request, options);
  const { fields, first } = await beginning(parts);
  await call.proveToken(fields['csrf_token']);
  const refused = async (
    problems: readonly FormProblem[],
    status: number,
  ): Promise<{ answers: Answer }> => {
    await parts.return(undefined);
    if (!isFormOfPage(call.request)) throw notAccepted('not_accepted', problems, status);
    return { answers: await options.refused(call, fields, problems, status) };
  };
  // A browser does not send a file twice, so a separate password page would lose the files.
  const asked = await call.askForProof(fields);
  if (asked !== undefined)
    return refused([proofProblem(fields)], asked.kind === 'page' ? asked.status : 403);
  const settings = importSettings.safeParse(fields);
  if (!settings.success) return refused(inputProblems(settings.error), 422);
  if (first === undefined) return refused([{ field: 'files', message: texts.problem.noFile }], 422);
  return {
    adds: { upload: { settings: settings.data, files: filesOf(first, parts), isForm: true } },
  };
}

const proofProblem = (fields: Fields): FormProblem => ({
  field: 'proof_password',
  message:
    (fields['proof_password'] ?? '') === '' ? texts.problem.proofNeeded : texts.problem.proofWrong,
});

/**
 * Reads everything before the first file: the form's fields come first, so that they apply to all
 * files.
 */
async function beginning(
  parts: AsyncGenerator<FormPart>,
): Promise<{ fields: Fields; first: ArrivingFile | undefined }> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    const part = next.value;
    if (part.kind === 'field') fields[part.name] = part.value;
    // A file without a name comes from an empty file field.
    else if (part.file.name !== '') return { fields, first: fileOf(part) };
  }
  return { fields, first: undefined };
}

async function* filesOf(
  first: ArrivingFile,
  rest: AsyncGenerator<FormPart>,
): AsyncGenerator<ArrivingFile> {
  yield first;
  for await (const part of rest)
    if (part.kind === 'file' && part.file.name !== '') yield fileOf(part);
}

const fileOf = ({
  file: { name, content },
}: Extract<FormPart, { kind: 'file' }>): ArrivingFile => ({ name, format: 'detect', content });
