import type { VNode } from 'preact';
import { z } from 'zod';
import type { Actor } from '../ontology/actor.ts';
import { type FormProblem, type FormState, type FormValue, freshForm } from '../ui/form-state.ts';
import { addressOf } from './address.ts';
import {
  type Answer,
  notAccepted,
  page,
  problem,
  type Refuse,
  refusedAsProblem,
} from './answers.ts';
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
 * A step between policy and handler: it adds to the call, or answers itself. `Needs` is what the
 * call must already have.
 */
export interface Parser<Adds, Needs = Call> {
  readonly reads: readonly ('query' | 'body')[];
  readonly parse: (call: Needs) => Promise<{ readonly adds: Adds } | { readonly answers: Answer }>;
}

/** Combines two parsers: the second receives what the first added. */
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

/** Reads nothing: adds known values. */
export const adding = <Adds extends object, Needs = Call>(adds: Adds): Parser<Adds, Needs> => ({
  reads: [],
  parse: async () => ({ adds }),
});

/**
 * Shows a form again; the state has the submitted values, without passwords, and their problems.
 */
export type FormPage<Needs> = (call: Needs, state: FormState) => VNode | Promise<VNode>;

export interface FormCall<Input> {
  readonly input: Input;
  /** Shows the form again with reasons: the page passed to `form()`, or an error page. */
  readonly refused: Refuse;
}

/**
 * Parses the query string. An invalid value gets 400; schemas for lists use `.catch()` where
 * showing a page is better.
 */
export const query = <Schema extends z.ZodType>(
  schema: Schema,
): Parser<{ readonly filter: z.output<Schema> }> => ({
  reads: ['query'],
  parse: async ({ request }) => {
    const parsed = schema.safeParse(fieldsOf(addressOf(request).searchParams));
    if (parsed.success) return { adds: { filter: parsed.data } };
    return { answers: problem(notAccepted('bad_query', inputProblems(parsed.error), 400)) };
  },
});

/**
 * Parses the fields of a form.
 * @param shows the page with the form; on invalid input it is returned with status 422 and the
 * submitted values
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
    // Only our own pages have a form to show again.
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

/** Parses the form of a button, which has no fields. */
export const button = form(z.object({}));

/**
 * The same with files, for forms that may be sent as multipart. `files` holds the selected files by
 * field name.
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
 * Parses a JSON document: 422 lists each invalid member. Its token is in the header `X-CSRF-Token`
 * or in `csrf_token`.
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
    return { answers: await refusedAsProblem(inputProblems(parsed.error)) };
  },
});

async function checked<Schema extends z.ZodType, Needs extends Call>(
  call: Needs,
  { schema, fields, shows }: { schema: Schema; fields: Fields; shows: FormPage<Needs> | undefined },
): Promise<{ adds: FormCall<z.output<Schema>> } | { answers: Answer }> {
  const refused = againWith(call, { fields, shows }) ?? refusedAsProblem;
  const parsed = schema.safeParse(fields);
  if (!parsed.success) return { answers: await refused(inputProblems(parsed.error)) };
  return { adds: { input: parsed.data, refused, ...actorOnce(call, fields) } };
}

/** Shows the form again; `undefined` if there is none, or a program sent the request. */
function againWith<Needs extends Call>(
  call: Needs,
  { fields, shows }: { readonly fields: Fields; readonly shows: FormPage<Needs> | undefined },
): Refuse | undefined {
  if (shows === undefined || wantsJson(call.request)) return undefined;
  return async (problems, status = 422) =>
    page(await shows(call, { values: kept(fields), problems }), status);
}

/** Names the largest field of a form that is too large. */
function tooLong(fields: Fields, limit: number): FormProblem {
  const sizes = Object.entries(fields).map(([field, value]) => ({
    field,
    size: Buffer.byteLength(String(value)),
  }));
  const { field = '', size = 0 } = sizes.toSorted((one, other) => other.size - one.size)[0] ?? {};
  return { field, message: texts.body.textTooLarge(kilobytes(size), kilobytes(limit)) };
}

/** The actor with a submission mark, so that commands execute a resubmitted form once. */
function actorOnce(call: object, fields: Fields): { actor?: Actor } {
  const token = submissionOf(fields);
  if (token === undefined || !hasActor(call)) return {};
  const { actor } = call;
  return { actor: { ...actor, origin: { ...actor.origin, submission: { token } } } };
}

/** Policies that admit a user add an actor; `contextOf` (pipeline.ts) enforces it. */
const hasActor = (call: object): call is { readonly actor: Actor } => 'actor' in call;

const withoutFiles = (fields: Fields): { fields: Fields; files: ReadonlyMap<string, Upload> } => ({
  fields,
  files: new Map(),
});

/** Values shown again in the form. */
const kept = (fields: Fields): Readonly<Record<string, FormValue>> =>
  freshForm(keptFields(fields)).values;

/**
 * Checks the form's token. Returns the form to show, without executing it, if it is restored after
 * its session ended or was opened in an earlier session of the same user.
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
