import { describe, expect, test } from 'vitest';
import { parseRequest } from './request.ts';

const given = {
  ADMIN_DATABASE_URL: 'postgresql://ahlt:a@postgres:5432/postgres',
  MIGRATOR_DATABASE_URL: 'postgresql://ahlt_dev:m%40@postgres:5432/ahlt_dev',
  RUNTIME_DATABASE_URL: 'postgresql://ahlt_dev_app:r@postgres:5432/ahlt_dev',
};
const noFile = (path: string): string => {
  throw new Error(`ENOENT ${path}`);
};

describe('a database that is asked for outside a cluster', () => {
  test('follows from the two connections of the app', () => {
    expect(parseRequest({ ...given, DATABASE_OWNER: 'compose/dev' }, noFile)).toEqual({
      ok: true,
      request: {
        adminUrl: given.ADMIN_DATABASE_URL,
        database: {
          name: 'ahlt_dev',
          migratorPassword: 'm@',
          runtimePassword: 'r',
          owner: 'compose/dev',
        },
      },
    });
  });

  test('may come from files', () => {
    const { ADMIN_DATABASE_URL, ...others } = given;
    const parsed = parseRequest(
      { ...others, ADMIN_DATABASE_URL_FILE: '/run/secrets/admin' },
      () => `${ADMIN_DATABASE_URL}\n`,
    );
    expect(parsed).toMatchObject({ ok: true, request: { adminUrl: ADMIN_DATABASE_URL } });
  });

  test.each([
    ['nothing', {}, ['ADMIN_DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'RUNTIME_DATABASE_URL']],
    [
      'a file that is not there',
      { ...given, ADMIN_DATABASE_URL: '', ADMIN_DATABASE_URL_FILE: '/none' },
      ['ADMIN_DATABASE_URL_FILE=/none'],
    ],
    [
      'another kind of address',
      { ...given, ADMIN_DATABASE_URL: 'https://postgres/' },
      ['ADMIN_DATABASE_URL'],
    ],
    [
      'another database for the app',
      { ...given, RUNTIME_DATABASE_URL: 'postgresql://ahlt_dev_app:r@postgres/ahlt_prod' },
      ['RUNTIME_DATABASE_URL'],
    ],
    [
      'the migrator as the app',
      { ...given, RUNTIME_DATABASE_URL: given.MIGRATOR_DATABASE_URL },
      ['RUNTIME_DATABASE_URL'],
    ],
  ])('is refused with %s', (_, environment, named) => {
    const parsed = parseRequest(environment, noFile);
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.split(/[, ]/)[0])).toEqual(
      named,
    );
  });
});
