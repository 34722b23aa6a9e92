import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('the defaults are those of the chart', () => {
  expect(
    readConfig({ PLATFORM_FILE: '/etc/ahlt/platform.json', POD_NAME: 'operator-0' }),
  ).toMatchObject({
    PLATFORM_FILE: '/etc/ahlt/platform.json',
    POD_NAMESPACE: 'ahlt-system',
    LEASE_NAME: 'ahlt-operator',
    INFRA_NAMESPACE: 'shared-infra',
    PORT: 8080,
    LOG_LEVEL: 'info',
  });
});

test('all problems are reported at once, each with its variable', () => {
  expect(() => readConfig({ PORT: 'eighty', LOG_LEVEL: 'loud', POD_NAMESPACE: '' })).toThrow(
    /PLATFORM_FILE: is required[\s\S]*PORT: "eighty"[\s\S]*LOG_LEVEL: "loud"/,
  );
});

test.each([
  [{ PORT: '99999' }, 'PORT: "99999": a whole number from 0 to 65535 is required'],
  [{ PORT: '80.5' }, 'PORT: "80.5": a whole number from 0 to 65535 is required'],
  [
    { RETRY_BASE_SECONDS: '0' },
    'RETRY_BASE_SECONDS: "0": a number of seconds from 0.1 to 600 is required',
  ],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: "loud": trace, debug, info, warn or error is required'],
])('%j is refused with the requirement', (wrong, line) => {
  expect(() => readConfig({ PLATFORM_FILE: 'platform.json', ...wrong })).toThrow(
    new RegExp(`^${line}$`),
  );
});
