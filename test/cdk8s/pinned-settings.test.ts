import { expect, test } from 'vitest';
import { settings } from '#app/db/seed/content/settings.ts';
import { parseEnvironment } from '#cdk8s/api/index.ts';
import { pinnedSettings } from '#cdk8s/api/pinned-settings.ts';

const shape = pinnedSettings.unwrap().shape;

test('the environment file can set every setting of the app but the directory of the audit file', () => {
  const names = settings.map(({ name }) => name).filter((name) => name !== 'audit.log_path');
  expect(Object.keys(shape).toSorted()).toEqual(names.toSorted());
});

test('a setting that does not exist is refused in the file', () => {
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: 'ahlt-dev' },
    spec: { image: 'ahlt:1.0.0', stage: 'dev', host: 'dev.local', database: { name: 'ahlt_dev' }, settings: { 'auth.lok': 1 } },
  });
  expect(JSON.stringify(parsed)).toContain('auth.lok');
});
