import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { settings } from '#app/declarations.ts';
import { requiredValue, type SettingType, typeOf } from '#app/settings/catalogue.ts';
import { problemOf } from '#app/settings/rules.ts';
import { timeZones } from '#app/time-zone.ts';
import { parseEnvironment } from '#cdk8s/api/index.ts';
import { pinnedSettings } from '#cdk8s/api/pinned-settings.ts';
import { stageRules } from '#cdk8s/api/rules/stage.ts';
import type { AhltEnvironmentSpec } from '#cdk8s/api/spec.ts';

const shape = pinnedSettings.unwrap().shape;

test('the environment file can set every setting of the app but the directory of the audit file', () => {
  const names = Object.keys(settings).filter((name) => name !== 'audit.log_path');
  expect(Object.keys(shape).toSorted()).toEqual(names.toSorted());
});

test('a setting that does not exist is refused in the file', () => {
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: 'ahlt-dev' },
    spec: {
      image: 'ahlt:1.0.0',
      stage: 'dev',
      host: 'dev.local',
      database: { name: 'ahlt_dev' },
      settings: { 'auth.lok': 1 },
    },
  });
  expect(JSON.stringify(parsed)).toContain('auth.lok');
});

const named = (name: string) => ({ name, label: name, type: 'text' as const });

/** Whether the environment file accepts a value. */
const inFile = (name: string, value: unknown): boolean =>
  pinnedSettings.safeParse({ [name]: value }).success;

/** Whether the app accepts it, as text. */
const inApp = (name: string, value: unknown): boolean =>
  problemOf(named(name), String(value)) === undefined;

/** Values for which a list or a range could differ between the two. */
const tried: Readonly<Record<SettingType, readonly unknown[]>> = {
  number: [...Array.from({ length: 4000 }, (_, n) => n - 1), 100_000],
  boolean: [true, false],
  text: [
    ...[0, 1, 60, 61, 64, 65, 100, 101, 200, 201, 1000, 1001].map((length) => 'a'.repeat(length)),
    ...['simple', 'english', 'swedish', 'klingon'],
    ...['asvs', 'stig', 'nist', ...timeZones, 'US/Pacific', '+01:00'],
  ],
};

test.each(Object.keys(shape))('%s: the environment file takes what the app takes', (name) => {
  const values = tried[typeOf(name, 'text')];
  expect(values.filter((value) => inApp(name, value)).length).toBeGreaterThan(0);
  expect(values.filter((value) => inFile(name, value) !== inApp(name, value))).toEqual([]);
});

test('the file refuses what the app refuses at a stage', () => {
  for (const stage of ['dev', 'staging', 'prod'] as const)
    for (const value of [true, false]) {
      const required = requiredValue('audit.enabled', stage);
      const spec = { stage, settings: { 'audit.enabled': value } } as AhltEnvironmentSpec;
      const rule = stageRules.find(({ id }) => id === 'audit-log');
      expect(rule?.holds(spec)).toBe(required === undefined || required === String(value));
    }
});

test.each(['environments/prod/environment.yaml', 'docs/runbooks/settings.md'])(
  'the example of %s is one that the file takes',
  async (path) => {
    const text = await readFile(path, 'utf8');
    const lines = /^ *(?:# )?settings:\n(?: *(?:# {2})? +\w+\.\w+: .*\n)+/m.exec(text)?.[0] ?? '';
    const { settings: example } = parse(lines.replaceAll('# ', '')) as { settings: object };
    expect(Object.keys(example).length).toBeGreaterThan(1);
    expect(pinnedSettings.parse(example)).toEqual(example);
  },
);
