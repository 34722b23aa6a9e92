import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Control, controls } from './controls.ts';
import { holds, judge, reportOf } from './report.ts';
import { resultsOf } from './results.ts';

test.each(controls.flatMap(({ proofs }) => proofs))(
  'spec platform#controls: %s has a test "%s"',
  (file, name) => {
    expect(readFileSync(file, 'utf8')).toContain(`'${name}`);
  },
);

test('spec platform#controls: a control is named once, and has a test or a manual check', () => {
  const ids = controls.flatMap((control) => control.ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    controls.filter(({ proofs, manual }) => proofs.length === 0 && manual === undefined),
  ).toEqual([]);
});

const control = (proofs: Control['proofs'], manual?: string): Control => ({
  ids: ['V-1'],
  ask: 'Doors lock',
  proofs,
  ...(manual === undefined ? {} : { manual }),
});

const results = resultsOf(
  JSON.stringify({
    testResults: [
      {
        name: '/house/test/doors.test.ts',
        assertionResults: [
          { ancestorTitles: ['doors'], title: 'lock, front and back', status: 'passed' },
          { ancestorTitles: ['doors'], title: 'open from inside', status: 'failed' },
          { ancestorTitles: ['windows'], title: 'close', status: 'skipped' },
        ],
      },
    ],
  }),
  '/house',
);

test.each([
  ['a test that passed proves it', control([['test/doors.test.ts', 'lock, front']]), 'proven', 1],
  ['a group speaks with all its tests', control([['test/doors.test.ts', 'doors']]), 'failed', 2],
  [
    'one that was skipped proves nothing',
    control([['test/doors.test.ts', 'windows']]),
    'failed',
    1,
  ],
  [
    'a name that no test has is missing',
    control([['test/doors.test.ts', 'lock the roof']]),
    'missing',
    0,
  ],
  ['so is one of another file', control([['test/roof.test.ts', 'lock']]), 'missing', 0],
  ['without tests somebody has to look', control([], 'Look at the lock.'), 'manual', 0],
  [
    'a look does not make up for a test',
    control([['test/roof.test.ts', 'lock']], 'Look at the lock.'),
    'missing',
    0,
  ],
] as const)('%s', (_, one, verdict, tests) => {
  const [judged] = judge([one], results);
  expect(judged).toMatchObject({ verdict, tests });
  expect(holds(judged === undefined ? [] : [judged])).toBe(
    verdict === 'proven' || verdict === 'manual',
  );
});

test('the report lists open items', () => {
  const text = reportOf(judge([control([['test/doors.test.ts', 'doors']])], results));
  expect(text).toContain('0 proven, 1 failed, 0 not run, 0 by hand.');
  expect(text).toContain('| V-1 | Doors lock<br>✗ test/doors.test.ts: doors | 2 | ✗ failed |');
});
