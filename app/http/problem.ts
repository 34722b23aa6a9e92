import { isConnectionLoss } from '../db/connection.ts';
import { AppError } from '../errors.ts';
import { isOverdue } from '../ontology/sqlstate.ts';
import { texts } from './texts.ts';

/** A problem document (RFC 9457) with our code, the request id and the problems per member. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  /** The same as `detail`, for clients of the older error format (spec requests#errors). */
  readonly error: string;
  /** For clients of addresses that answer `{ ok, … }`. */
  readonly ok: false;
  /** Reasons, each with its field. */
  readonly details?: readonly { readonly field?: string; readonly message: string }[];
}

/**
 * What users see of an error. Unexpected errors stay in the log, because their text may contain
 * confidential data.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  const { status, code, message, details } = expected(error);
  const reasons = details?.['problems'];
  return {
    ...{
      type: 'about:blank',
      title: texts.titles[status] ?? texts.titles['other'] ?? '',
      status,
      detail: message,
      code,
      requestId,
      error: message,
      ok: false,
    },
    ...(Array.isArray(reasons) ? { details: reasons as NonNullable<Problem['details']> } : {}),
  };
}

interface Expected {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const unexpected: Expected = { status: 500, code: 'unexpected', message: texts.unexpected };

function expected(error: unknown): Expected {
  if (error instanceof AppError)
    return error.status === 500 ? { ...unexpected, code: error.code } : error;
  return fromDatabase(error) ?? fromExpress(error) ?? unexpected;
}

/** A database that is down or busy: retry. */
function fromDatabase(error: unknown): Expected | undefined {
  if (isConnectionLoss(error))
    return { status: 503, code: 'database_unreachable', message: texts.databaseSilent };
  return isOverdue(error)
    ? { status: 503, code: 'database_busy', message: texts.databaseBusy }
    : undefined;
}

/** Refusals of Express and its parsers: a status below 500 and a message for the client. */
function fromExpress(error: unknown): Expected | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const status = Number(error.status);
  if (!(status >= 400 && status < 500)) return undefined;
  const message = status === 413 ? texts.body.tooLargeHere : texts.body.notUnderstood;
  return {
    status,
    code: 'type' in error ? String(error.type).replaceAll('.', '_') : 'bad_request',
    message,
  };
}
