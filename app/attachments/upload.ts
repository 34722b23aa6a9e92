import { AppError } from '../errors.ts';
import { addressOf } from '../http/address.ts';
import type { Answer } from '../http/answers.ts';
import { mediaType, wrongType } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { skipRest } from '../http/long-body.ts';
import { type FormFile, type FormPart, multipartParts } from '../http/multipart.ts';
import type { Parser } from '../http/parsers.ts';
import { isId } from '../ontology/property.ts';
import type { FormProblem } from '../ui/form-state.ts';
import { texts } from './texts.ts';

/** A file at the beginning of its content. */
interface AttachmentUpload {
  /** Of the entity in the address; an invalid one is empty. */
  readonly entityId: string;
  readonly file: FormFile;
  /** Reads and drops what the form still has. */
  readonly end: () => Promise<void>;
}

/** Bytes of the form beside its file. */
const formBytes = 64 * 1024;

/**
 * Parses a form with one file, which is read as it arrives. The fields come first, so the token is
 * checked before anything of the file is read.
 */
export const attachmentUpload = <Needs extends Call>({
  most,
  refused,
}: {
  /** The largest file of any setting, in bytes. */
  readonly most: number;
  readonly refused: (call: Needs, id: string, problems: readonly FormProblem[]) => Promise<Answer>;
}): Parser<{ readonly upload: AttachmentUpload }, Needs> => ({
  reads: ['body'],
  parse: async (call) => {
    const { request } = call;
    if (mediaType(request) !== 'multipart/form-data') throw wrongType('multipart/form-data');
    const wanted = addressOf(request).searchParams.get('entity') ?? '';
    const entityId = isId(wanted) ? wanted : '';
    const parts = multipartParts(request, { limit: most + formBytes });
    const { token, file } = await beginning(parts);
    await call.proveToken(token);
    await call.askForProof(undefined);
    const end = async (): Promise<void> => {
      await parts.return(undefined);
      await skipRest(request);
    };
    if (file !== undefined) return { adds: { upload: { entityId, file, end } } };
    const problems = [{ field: 'file', message: texts.missing }];
    return { answers: await refused(call, entityId, problems) };
  },
});

async function beginning(
  parts: AsyncGenerator<FormPart>,
): Promise<{ token: string | undefined; file: FormFile | undefined }> {
  let token: string | undefined;
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    const part = next.value;
    if (part.kind === 'field' && part.name === 'csrf_token') token = part.value;
    // A file without a name comes from an empty file field.
    if (part.kind === 'file' && part.file.name !== '') return { token, file: part.file };
  }
  return { token, file: undefined };
}

/** Problems of an upload that its form can show; others are thrown. */
export function problemsOf(error: unknown): readonly FormProblem[] {
  if (!(error instanceof AppError) || error.code !== 'not_accepted') throw error;
  return error.details['problems'] as readonly FormProblem[];
}
