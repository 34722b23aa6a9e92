import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lackingPackages, packagesOfPlatform } from './compare.mjs';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const express = { version: '5.3.0', integrity: 'sha512-a' };
const pg = { version: '8.23.1', integrity: 'sha512-b' };
const other = {
  version: '1.0.0',
  integrity: 'sha512-c',
  optional: true,
  os: [`!${process.platform}`],
};

/** A repository whose lockfile names these packages, and where npm says that it installed those. */
function repository(locked: object, installed?: object): string {
  const root = mkdtempSync(join(tmpdir(), 'ahlt-packages-'));
  folders.push(root);
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': { name: 'x' }, ...locked } }),
  );
  if (installed !== undefined) {
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(
      join(root, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: installed }),
    );
  }
  return root;
}

const both = { 'node_modules/express': express, 'node_modules/pg': pg };

test.each([
  ['all of them, in a fresh clone', repository(both), ['node_modules/express', 'node_modules/pg']],
  ['none, after an installation', repository(both, both), []],
  [
    'the one that another commit wants in another version',
    repository(both, { ...both, 'node_modules/pg': { ...pg, version: '8.0.0' } }),
    ['node_modules/pg'],
  ],
  [
    'the one whose content is another',
    repository(both, { ...both, 'node_modules/pg': { ...pg, integrity: 'sha512-x' } }),
    ['node_modules/pg'],
  ],
  [
    'none, when only a package of another platform is away',
    repository({ ...both, 'node_modules/other': other }, both),
    [],
  ],
  [
    'what another platform installed into the same folder',
    repository({ 'node_modules/other': other }, { 'node_modules/other': other }),
    ['node_modules/other'],
  ],
])('lacks %s', (_, root, lacking) => {
  expect(lackingPackages(root)).toEqual(lacking);
});

test('an installation that was cut off lacks everything: npm writes its list last', () => {
  const root = repository(both, both);
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages": {"node_modules/ex');
  expect(lackingPackages(root)).toEqual(Object.keys(both));
});

test('a link to the packages of another copy is left as it is', () => {
  const [here, there] = [repository(both), repository({}, {})];
  symlinkSync(join(there, 'node_modules'), join(here, 'node_modules'));
  expect(lackingPackages(here)).toEqual([]);
});

test('a lockfile with conflict markers is an error, not a lockfile without packages', () => {
  const root = repository(both, both);
  writeFileSync(join(root, 'package-lock.json'), '<<<<<<< HEAD\n{}');
  expect(() => lackingPackages(root)).toThrow(/JSON/);
});

test('progress counts what npm installs on this platform', () => {
  const own = { version: '1.0.0', os: [process.platform], cpu: [process.arch] };
  expect(
    packagesOfPlatform(
      repository({ ...both, 'node_modules/other': other, 'node_modules/own': own }),
    ),
  ).toEqual([...Object.keys(both), 'node_modules/own']);
});
