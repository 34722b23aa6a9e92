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
