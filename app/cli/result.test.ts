import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { exitCodeOf } from './exit-code.ts';
import { errorDocument, fitResult, resultLimit } from './result.ts';

const hash = `sha256:${'5f'.repeat(32)}`;
const plan = (migrations: number, statements: number) => ({
  current: null,
  hash,
  pending: Array.from({ length: migrations }, (_, index) => ({
    id: String(index + 1).padStart(4, '0'),
    grade: 'safe',
    checksum: 'ab'.repeat(32),
    effect: 'creates table notes',
    statements: Array.from({ length: statements }, () => ({
      sql: 'create table notes (…)'.repeat(40),
      grade: 'safe',
      effect: 'creates table notes',
    })),
  })),
});

test('a result that fits stays as it is', () => {
  expect(fitResult({ current: '0003', applied: [] })).toBe('{"current":"0003","applied":[]}');
});

test('SQL goes first, then statements; grades, effects and the hash stay', () => {
  const first = JSON.parse(fitResult(plan(3, 5)));
  expect(first).toMatchObject({ shortened: true, hash });
  expect(first.pending[0].statements[0]).toEqual({ grade: 'safe', effect: 'creates table notes' });
  const second = JSON.parse(fitResult(plan(10, 20)));
  expect(second.pending[9]).toEqual({
    id: '0010',
    grade: 'safe',
    checksum: 'ab'.repeat(32),
    effect: 'creates table notes',
  });
});

test('any document becomes JSON within the limit', () =>
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
      fc.integer({ min: 40, max: 2000 }),
      (document, limit) => {
        const text = fitResult(document, limit);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        expect(() => JSON.parse(text)).not.toThrow();
      },
    ),
  ));

test('a long plan keeps every migration longer than their effects', () => {
  const { pending, shortened } = JSON.parse(fitResult(plan(32, 10)));
  expect(shortened).toBe(true);
  expect(pending).toHaveLength(32);
  expect(pending.at(-1)).toEqual({ id: '0032', grade: 'safe', checksum: 'ab'.repeat(32) });
});

test('a longer one keeps every migration longer than their checksums', () => {
  const { pending } = JSON.parse(fitResult(plan(60, 10)));
  expect(pending).toHaveLength(60);
  expect(pending.at(-1)).toEqual({ id: '0060', grade: 'safe' });
});

test('a plan of a hundred migrations still says its hash', () => {
  const text = fitResult(plan(100, 10));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(resultLimit);
  expect(JSON.parse(text)).toMatchObject({ hash });
});

test.each([
  ['configuration', 2],
  ['usage', 2],
  ['database_unreachable', 3],
  ['migration_locked', 3],
  ['graph_unreachable', 3],
  ['seed_locked', 3],
  ['migration_failed', 1],
  ['database_refused', 1],
])('%s ends with exit code %d', (code, exit) => {
  expect(exitCodeOf(new AppError(code, { message: 'x' }))).toBe(exit);
});

test('an unexpected error keeps its message and fails', () => {
  expect(errorDocument(new TypeError('x is not a function'))).toEqual({
    error: { code: 'unexpected', message: 'x is not a function', details: {} },
  });
  expect(exitCodeOf(new TypeError('x'))).toBe(1);
});
