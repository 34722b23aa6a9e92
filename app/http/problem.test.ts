import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { problemOf } from './problem.ts';

const refused = (status: number, type: string) => Object.assign(new Error('secret detail'), { status, type });

test.each([
  [
    'our own refusal',
    new AppError('not_found', { message: 'There is nothing at /x.', status: 404 }),
    404,
    'not_found',
    'There is nothing at /x.',
  ],
  [
    'a body that is too large',
    refused(413, 'entity.too.large'),
    413,
    'entity_too_large',
    'The request is larger than this address accepts.',
  ],
  ['a body that is no JSON', refused(400, 'entity.parse.failed'), 400, 'entity_parse_failed', 'The request could not be understood.'],
  [
    'an AppError of ours inside',
    new AppError('migration_failed', { message: 'column "x" of host db' }),
    500,
    'migration_failed',
    'The fault is on our side and has been recorded.',
  ],
  ['anything else', new Error('password of db is x'), 500, 'unexpected', 'The fault is on our side and has been recorded.'],
  ['a thrown text', 'oh', 500, 'unexpected', 'The fault is on our side and has been recorded.'],
])('%s becomes a problem document', (_, error, status, code, detail) => {
  expect(problemOf(error, 'r1')).toMatchObject({ type: 'about:blank', status, code, detail, requestId: 'r1' });
});
