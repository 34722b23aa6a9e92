import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { problemOf } from './problem.ts';

const refused = (status: number, type: string) =>
  Object.assign(new Error('secret detail'), { status, type });

test.each([
  [
    'our own refusal',
    new AppError('not_found', { message: 'Nothing found at /x.', status: 404 }),
    404,
    'not_found',
    'Nothing found at /x.',
  ],
  [
    'a body that is too large',
    refused(413, 'entity.too.large'),
    413,
    'entity_too_large',
    'The request is too large.',
  ],
  [
    'a body that is no JSON',
    refused(400, 'entity.parse.failed'),
    400,
    'entity_parse_failed',
    'The request is malformed.',
  ],
  [
    'an AppError of ours inside',
    new AppError('migration_failed', { message: 'column "x" of host db' }),
    500,
    'migration_failed',
    'An internal error occurred and was logged.',
  ],
  [
    'anything else',
    new Error('password of db is x'),
    500,
    'unexpected',
    'An internal error occurred and was logged.',
  ],
  ['a thrown text', 'oh', 500, 'unexpected', 'An internal error occurred and was logged.'],
])('%s becomes a problem document', (_, error, status, code, detail) => {
  expect(problemOf(error, 'r1')).toMatchObject({
    type: 'about:blank',
    status,
    code,
    detail,
    requestId: 'r1',
  });
});
