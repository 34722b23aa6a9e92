import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

/** Texts of answers that belong to no feature: errors, refusals before a handler, invalid input. */
export const texts = {
  missing: 'It does not exist, or it was deleted.',
  nothingAt: (path: string) => `Nothing found at ${path}.`,
  otherMethod: (path: string, methods: string) => `${path} only accepts ${methods}.`,
  signInFirst: 'Sign in first.',
  passwordFirst: 'Choose a new password first.',
  needsPosition:
    'You need a suitable position in this committee, or the permission to edit Terms of Reference.',
  readOnlyToken: 'This access token is read-only.',
  needsPermission: (codes: string) => `You need the permission ${codes}.`,
  otherSite: 'The request was rejected because it comes from another site.',
  oldForm:
    'The form has expired or belongs to another session. Nothing was saved. Reload the page and try again.',
  proofNeeded: 'This action needs your password. Sign in again.',
  databaseSilent: 'The database does not respond.',
  databaseBusy: 'The database is busy. Nothing was changed; try again in a moment.',
  unexpected: 'An internal error occurred and was logged.',
  conflict: {
    anotherUser: 'Another user',
    /** @param facts which fields, and when; empty if only the change itself is known */
    changed: (who: string, label: string, facts: readonly string[]) =>
      `${who} changed ${label} ${facts.length === 0 ? 'in the meantime' : `(${facts.join('; ')})`}. Reload it, then repeat your change.`,
  },
  body: {
    unencoded: 'a body without Content-Encoding',
    json: 'The body is not valid JSON.',
    tooManyFields: 'The form has too many fields.',
    unreadable: 'The form could not be read.',
    wrongType: (expected: string) => `This address accepts ${expected}.`,
    tooLarge: (limit: string) =>
      `The request is larger than the ${limit} that this address accepts.`,
    textTooLarge: (size: string, limit: string) =>
      `This text is ${size}; the whole form can be ${limit}. Shorten it; nothing was saved.`,
    tooLargeHere: 'The request is too large.',
    notUnderstood: 'The request is malformed.',
    tooSlow: (seconds: number) => `No data was received for ${counted(seconds, 'second')}.`,
    tooLong: (minutes: number) =>
      `The request was not complete within ${counted(minutes, 'minute')}.`,
    cutOff: 'The connection was closed before the request was complete.',
    nul: 'The request contains an invalid NUL character.',
    tooDeep: 'The document is nested too deeply.',
  },
  restored: {
    notSaved: 'You signed in again. Your input is in the form but is not saved yet.',
    nothingDone: 'You signed in again. Nothing was changed; repeat your action.',
  },
  input: {
    unnamed: 'The input',
    missing: (name: string) => `${name} is required.`,
    unexpected: (name: string) => `${name} is invalid.`,
    tooSmall: (name: string, limit: string) => `${name} must have at least ${limit}.`,
    tooBig: (name: string, limit: string) => `${name} must have at most ${limit}.`,
    unknown: (names: string) => `Unknown members: ${names}.`,
    oneOf: (name: string, choices: string) => `${name} must be ${choices}.`,
    refused: (name: string) => `${name} is not an accepted value.`,
    characters: (limit: string) => `${limit} characters`,
    entries: (limit: string) => `${limit} entries`,
  },
  titles: {
    other: 'Error',
    400: 'Bad request',
    401: 'Not signed in',
    403: 'Not allowed',
    404: 'Not found',
    405: 'Method not allowed',
    408: 'Request timeout',
    406: 'Not acceptable',
    409: 'Conflict',
    412: 'Changed in the meantime',
    413: 'Too large',
    415: 'Unsupported media type',
    422: 'Not accepted',
    429: 'Too many requests',
    500: 'Internal error',
    503: 'Not available',
  } as Readonly<Record<string, string>>,
} as const satisfies Texts;
