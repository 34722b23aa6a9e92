import type { VNode } from 'preact';
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Actor } from '../ontology/actor.ts';
import { type FormProblem, type FormState, type FormValue, freshForm } from '../ui/form-state.ts';
import { addressOf } from './address.ts';
import { type Answer, page, type Refuse } from './answers.ts';
import {
  type Fields,
  fieldsOf,
  kilobytes,
  mediaType,
  readForm,
  readJson,
  readWholeForm,
  tooLarge,
  type Upload,
} from './body.ts';
import type { Call } from './call.ts';
import { readFileForm } from './file-form.ts';
import { inputProblems } from './input-problems.ts';
import { keptFields } from './kept-fields.ts';
import { isRestoring, restored } from './restoring.ts';
import { submissionOf } from './submission.ts';
import { texts } from './texts.ts';
import { wantsJson } from './wants-json.ts';

/**
 * A step between policy and handler: it adds to the call, or answers itself. `Needs` is what it
 * must find there.
 */
export interface Parser<Adds, Needs = Call> {
  readonly reads: readonly ('query' | 'body')[];
  readonly parse: (call: Needs) => Promise<{ readonly adds: Adds } | { readonly answers: Answer }>;
}

/** One parser of two: the second finds what the first added. */
export const both = <First extends object, Second extends object, Needs extends object>(
  first: Parser<First, Needs>,
  second: Parser<Second, Needs & First>,
): Parser<First & Second, Needs> => ({
  reads: [...first.reads, ...second.reads],
  parse: async (call) => {
    const one = await first.parse(call);
    if ('answers' in one) return one;
    const other = await second.parse({ ...call, ...one.adds });
    return 'answers' in other ? other : { adds: { ...one.adds, ...other.adds } };
  },
});

/** Reads nothing: what it adds is known before. */
export const adding = <Adds extends object, Needs = Call>(adds: Adds): Parser<Adds, Needs> => ({
  reads: [],
  parse: async () => ({ adds }),
});

/** Shows a form again; the state has what was typed, passwords left out, and what is wrong. */
export type FormPage<Needs> = (call: Needs, state: FormState) => VNode | Promise<VNode>;

export interface FormCall<Input> {
  readonly input: Input;
  /** Shows the form again with reasons: the page that `form()` got, or an error page. */
  readonly refused: Refuse;
}

/**
 * What the address says behind `?`, checked. A wrong value is a 400; schemas for lists use
 * `.catch()` where a page is better than none.
 */
export const query = <Schema extends z.ZodType>(
  schema: Schema,
): Parser<{ readonly filter: z.output<Schema> }> => ({
  reads: ['query'],
  parse: async ({ request }) => {
    const parsed = schema.safeParse(fieldsOf(addressOf(request).searchParams));
    if (parsed.success) return { adds: { filter: parsed.data } };
    throw notAccepted('bad_query', inputProblems(parsed.error), 400);
  },
});

/**
 * Fields of a form, checked.
 * @param shows the page with the form; it comes back with status 422 and what was typed when
 * something is wrong
 * @param limit bytes. @default 64 KiB
 */
export const form = <Schema extends z.ZodType, Needs extends Call = Call>(
  schema: Schema,
  shows?: FormPage<Needs>,
  { limit = 64 * 1024 }: { limit?: number } = {},
): Parser<FormCall<z.output<Schema>>, Needs> => ({
  reads: ['body'],
  parse: async (call) => {
    const { fields, isTooLarge } = await readWholeForm(call.request, limit);
    // Only a page of ours has the form to show again.
    const again =
      isTooLarge && fields['csrf_token'] !== undefined
        ? againWith(call, { fields, shows })
        : undefined;
    if (isTooLarge && again === undefined) throw tooLarge(limit);
    if (again !== undefined) {
      await call.proveToken(fields['csrf_token']);
      return { answers: await again([tooLong(fields, limit)], 413) };
    }
    const unsaved = await shownAgain(call, fields, shows);
    if (unsaved !== undefined) return { answers: unsaved };
    const asked = await call.askForProof(fields);
    return asked === undefined ? checked(call, { schema, fields, shows }) : { answers: asked };
  },
});

/**
 * The same with files, for forms that may be sent as multipart. `files` holds what was chosen, by
 * the names of the fields.
 * @param options.limit bytes of the whole form
 */
export const upload = <Schema extends z.ZodType, Needs extends Call = Call>(
  schema: Schema,
  shows: FormPage<Needs> | undefined,
  { limit }: { limit: number },
): Parser<FormCall<z.output<Schema>> & { readonly files: ReadonlyMap<string, Upload> }, Needs> => ({
  reads: ['body'],
  parse: async (call) => {
    const { fields, files } = mediaType(call.request).startsWith('multipart/')
      ? await readFileForm(call.request, limit)
      : withoutFiles(await readForm(call.request, limit));
    const unsaved = await shownAgain(call, fields, shows);
    if (unsaved !== undefined) return { answers: unsaved };
    const asked = await call.askForProof(files.size === 0 ? fields : undefined);
    if (asked !== undefined) return { answers: asked };
    const result = await checked(call, { schema, fields, shows });
    return 'adds' in result ? { adds: { ...result.adds, files } } : result;
  },
});

/**
 * A JSON document, checked: 422 names each member that is wrong. Its token comes in the header
 * `X-CSRF-Token` or as `csrf_token`.
 * @param limit bytes. @default 256 KiB
 */
export const json = <Schema extends z.ZodType>(
  schema: Schema,
  { limit = 256 * 1024 }: { limit?: number } = {},
): Parser<{ readonly input: z.output<Schema> }> => ({
  reads: ['body'],
  parse: async (call) => {
    const document = await readJson(call.request, limit);
    await call.proveToken(
      typeof document === 'object' && document !== null && 'csrf_token' in document
        ? document.csrf_token
        : undefined,
    );
    await call.askForProof(undefined);
    const parsed = schema.safeParse(document);
    if (parsed.success) return { adds: { input: parsed.data } };
    throw notAccepted('not_accepted', inputProblems(parsed.error));
  },
});

async function checked<Schema extends z.ZodType, Needs extends Call>(
  call: Needs,
  { schema, fields, shows }: { schema: Schema; fields: Fields; shows: FormPage<Needs> | undefined },
): Promise<{ adds: FormCall<z.output<Schema>> } | { answers: Answer }> {
  const refused: Refuse =
    againWith(call, { fields, shows }) ??
    ((problems, status = 422) => {
      throw notAccepted(status === 409 ? 'conflict' : 'not_accepted', problems, status);
    });
  const parsed = schema.safeParse(fields);
  if (!parsed.success) return { answers: await refused(inputProblems(parsed.error)) };
  return { adds: { input: parsed.data, refused, ...actorOnce(call, fields) } };
}

/** Shows the form again; `undefined` when there is none to show, or a program sent it. */
function againWith<Needs extends Call>(
  call: Needs,
  { fields, shows }: { readonly fields: Fields; readonly shows: FormPage<Needs> | undefined },
): Refuse | undefined {
  if (shows === undefined || wantsJson(call.request)) return undefined;
  return async (problems, status = 422) =>
    page(await shows(call, { values: kept(fields), problems }), status);
}

/** Names the field that takes most of a form that is too large. */
function tooLong(fields: Fields, limit: number): FormProblem {
  const sizes = Object.entries(fields).map(([field, value]) => ({
    field,
    size: Buffer.byteLength(String(value)),
  }));
  const { field = '', size = 0 } = sizes.toSorted((one, other) => other.size - one.size)[0] ?? {};
  return { field, message: texts.body.textTooLarge(kilobytes(size), kilobytes(limit)) };
}

/**
 * The actor with what tells this form when it is sent twice, so that commands do once what it asks
 * for.
 */
function actorOnce(call: object, fields: Fields): { actor?: Actor } {
  const submission = submissionOf(fields);
  if (submission === undefined || !hasActor(call)) return {};
  const { actor } = call;
  return { actor: { ...actor, origin: { ...actor.origin, submission } } };
}

/** Policies that admit a user add one; `contextOf` (pipeline.ts) holds them to it. */
const hasActor = (call: object): call is { readonly actor: Actor } => 'actor' in call;

const withoutFiles = (fields: Fields): { fields: Fields; files: ReadonlyMap<string, Upload> } => ({
  fields,
  files: new Map(),
});

/** What comes back into the form. */
const kept = (fields: Fields): Readonly<Record<string, FormValue>> =>
  freshForm(keptFields(fields)).values;

/**
 * Holds a form to its token. Gives back the form to be shown, and nothing to be done, when it comes
 * back after its session had ended, or was opened in an earlier session of the same person.
 */
async function shownAgain<Needs extends Call>(
  call: Needs,
  fields: Fields,
  shows: FormPage<Needs> | undefined,
): Promise<Answer | undefined> {
  const token = fields['csrf_token'];
  const show = shows && ((state: FormState) => shows(call, state));
  if (!wantsJson(call.request) && (await call.isFormerToken(token))) return restored(fields, show);
  await call.proveToken(token);
  return isRestoring(call.request) ? restored(fields, show) : undefined;
}

export function notAccepted(
  code: string,
  problems: readonly FormProblem[],
  status = 422,
): AppError {
  return new AppError(code, {
    message: problems.map(({ message }) => message).join(' '),
    status,
    details: { problems },
  });
}
