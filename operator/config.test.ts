import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('the defaults are those of the chart', () => {
  expect(readConfig({ WATCH_NAMESPACES: 'ahlt-dev, ahlt-prod', POD_NAME: 'operator-0' })).toMatchObject({
    WATCH_NAMESPACES: ['ahlt-dev', 'ahlt-prod'],
    POD_NAMESPACE: 'ahlt-system',
    LEASE_NAME: 'ahlt-operator',
    INFRA_NAMESPACE: 'shared-infra',
    PORT: 8080,
    LOG_LEVEL: 'info',
  });
});

test('all problems come at once, each with its variable', () => {
  expect(() => readConfig({ PORT: 'eighty', LOG_LEVEL: 'loud', POD_NAMESPACE: '' })).toThrow(
    /WATCH_NAMESPACES: is needed[\s\S]*PORT: "eighty"[\s\S]*LOG_LEVEL: "loud"/,
  );
});

test('a namespace that cannot exist is refused', () => {
  expect(() => readConfig({ WATCH_NAMESPACES: 'ahlt_dev' })).toThrow('names of namespaces are needed');
});

test.each([
  [{ PORT: '99999' }, 'PORT: "99999": a whole number from 0 to 65535 is needed'],
  [{ PORT: '80.5' }, 'PORT: "80.5": a whole number from 0 to 65535 is needed'],
  [{ RETRY_BASE_SECONDS: '0' }, 'RETRY_BASE_SECONDS: "0": a number of seconds from 0.1 to 600 is needed'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: "loud": trace, debug, info, warn or error is needed'],
])('%j is refused with what is needed', (wrong, line) => {
  expect(() => readConfig({ WATCH_NAMESPACES: 'ahlt-dev', ...wrong })).toThrow(new RegExp(`^${line}$`));
});
