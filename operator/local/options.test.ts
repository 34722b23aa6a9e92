import { describe, expect, test } from 'vitest';
import { metricsPortOf, parseLocalConfig, parseOptions } from './options.ts';

test.each([
  [8080, 9464],
  [8081, 9465],
  [64_151, 65_535],
  [65_535, 64_151],
])('the app at port %i has its metrics at %i', (port, metrics) => {
  expect(metricsPortOf(port)).toBe(metrics);
});

describe('the command line of npm start', () => {
  test('without arguments asks for nothing special', () => {
    expect(parseOptions([])).toEqual({
      ok: true,
      value: { demo: false, fresh: false, yes: false, help: false },
    });
  });

  test('with everything', () => {
    expect(parseOptions(['--demo', '--fresh', '-y', '--port', '9000', '--data=/srv/data'])).toEqual(
      {
        ok: true,
        value: { demo: true, fresh: true, yes: true, help: false, port: 9000, data: '/srv/data' },
      },
    );
  });

  test.each([
    [['--demoo'], "Unknown option '--demoo'"],
    [['--port', 'http'], '--port "http" is not a port; give a number from 1 to 65535'],
    [['--port', '0'], '--port "0" is not a port; give a number from 1 to 65535'],
    [['--port', '70000'], '--port "70000" is not a port; give a number from 1 to 65535'],
    [['--data', ''], '--data needs a folder'],
    [['demo'], "Unexpected argument 'demo'"],
  ])('%j is refused with the reason', (argv, problem) => {
    expect(parseOptions(argv)).toEqual({ ok: false, problems: [expect.stringContaining(problem)] });
  });
});

describe('the environment of npm start', () => {
  test('an empty one means the embedded database and no graph', () => {
    expect(parseLocalConfig({})).toEqual({
      ok: true,
      value: { host: '127.0.0.1', swallowed: { demo: false, fresh: false }, isUnderNpm: false },
    });
  });

  test('a database and a graph of one’s own', () => {
    const parsed = parseLocalConfig({
      DATABASE_URL: 'postgresql://me@db/ahlt',
      NEO4J_URI: 'bolt://graph:7687',
      NEO4J_PASSWORD: 'p',
      PORT: '8081',
    });
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        databaseUrl: 'postgresql://me@db/ahlt',
        graph: { uri: 'bolt://graph:7687', user: 'neo4j', password: 'p' },
        port: 8081,
      },
    });
  });

  test('every problem is listed, and no value that may be secret is repeated', () => {
    expect(
      parseLocalConfig({
        DATABASE_URL: 'mysql://me:secret@db',
        NEO4J_URI: 'localhost',
        PORT: 'x',
        NEO4J_PASSWORD_FILE: '/p',
      }),
    ).toEqual({
      ok: false,
      problems: [
        'PORT "x" is not a port; give a number from 1 to 65535',
        'DATABASE_URL is not a URL of the form postgresql://…',
        'NEO4J_URI is not a URL of the form bolt://…',
        'NEO4J_URI needs NEO4J_PASSWORD, which is not set',
        'NEO4J_PASSWORD_FILE is not read by npm start; set NEO4J_PASSWORD',
      ],
    });
  });

  test('options that npm took for itself are found again', () => {
    expect(parseLocalConfig({ npm_config_demo: 'true', npm_config_port: '9000' })).toMatchObject({
      value: { swallowed: { demo: true, fresh: false, port: 9000 } },
    });
  });

  test('it is under npm if npm start runs it', () => {
    expect(parseLocalConfig({ npm_lifecycle_event: 'start' })).toMatchObject({
      value: { isUnderNpm: true },
    });
  });
});
