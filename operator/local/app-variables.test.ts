import { expect, test } from 'vitest';
import { type ConnectedEnvironment, parseEnvironment } from '#cdk8s/api/index.ts';
import { appVariables, localUrl } from './app-variables.ts';

function dev(): ConnectedEnvironment {
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: 'ahlt-dev' },
    spec: {
      image: 'registry.example/im-ctrl:1.0.0',
      stage: 'dev',
      host: 'dev.local',
      logLevel: 'debug',
      database: { name: 'ahlt_dev', urlSecretRef: { name: 'url' } },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...parsed.value, connections: {} };
}

const facts = { host: '127.0.0.1', port: 8080, metricsPort: 9464, sessionKey: 'k' };

test('the app gets the variables of the environment file, and those of this computer on top', () => {
  expect(appVariables(dev(), facts, {}, { PATH: '/bin' })).toMatchObject({
    PATH: '/bin',
    APP_ENV: 'dev',
    LOG_LEVEL: 'debug',
    HOST: '127.0.0.1',
    PORT: '8080',
    PUBLIC_URL: 'http://localhost:8080',
    COOKIE_SECURE: 'false',
    DATABASE_SSL: 'disable',
    SESSION_KEY: 'k',
  });
});

test('without a graph there are no variables of one, with one there are all of them', () => {
  expect(
    Object.keys(appVariables(dev(), facts, {}, { NEO4J_PASSWORD: 'p' })).filter((name) =>
      name.startsWith('NEO4J'),
    ),
  ).toEqual([]);
  const graph = { uri: 'bolt://localhost:7687', user: 'neo4j', password: 'p' };
  expect(appVariables(dev(), facts, { graph }, {})).toMatchObject({
    NEO4J_URI: 'bolt://localhost:7687',
    NEO4J_USER: 'neo4j',
    NEO4J_PASSWORD: 'p',
  });
});

test('only the intended variables of the developer’s environment are passed on', () => {
  const variables = appVariables(
    dev(),
    facts,
    {},
    { LOG_LEVEL: 'trace', APP_ENV: 'prod', AWS_SECRET_ACCESS_KEY: 's', PORT: '1' },
  );
  expect(variables).toMatchObject({ LOG_LEVEL: 'trace', APP_ENV: 'dev', PORT: '8080' });
  expect(variables).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
});

test.each([
  ['127.0.0.1', 'http://localhost:8080'],
  ['0.0.0.0', 'http://localhost:8080'],
  ['box.example', 'http://box.example:8080'],
])('an app that listens on %s is at %s', (host, url) => expect(localUrl(host, 8080)).toBe(url));
