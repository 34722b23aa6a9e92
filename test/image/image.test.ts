import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cyclonedxProblems } from '#test/support/cyclonedx.ts';
import { buildImage, describeBuild } from '../../scripts/image/build-image.ts';
import { docker } from '../../scripts/image/docker.ts';
import { buildOnce, container, exitOf, filesOf, hardened, testTag } from './containers.ts';

beforeAll(buildOnce);

describe('the image', () => {
  test('adds at most 120 MB to its base', async () => {
    expect((await buildImage(await describeBuild({ tag: testTag }))).added).toBeLessThan(
      120_000_000,
    );
  });

  test('has the same files when it is built again from the same commit', async () => {
    const again = `${testTag}-again`;
    const build = await describeBuild({ tag: again, cache: false });
    await buildImage(build);
    const files = await filesOf(again);
    await docker(['image', 'rm', again]);
    expect(files).toEqual(await filesOf(testTag));
  });

  test('has a bill of materials in CycloneDX', async () => {
    const { output } = await exitOf(['--entrypoint', 'cat'], ['sbom.cdx.json']);
    const document = JSON.parse(output);
    const { components, metadata } = document;
    expect(await cyclonedxProblems(document)).toEqual([]);
    expect(await cyclonedxProblems({ ...document, serialNumber: 'any' })).toHaveLength(1);
    expect(metadata.component.name).toBe('im-ctrl');
    const names = components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'express',
        'pg',
        'preact',
        '@node-rs/argon2',
        'libpg-query',
        'cdk8s',
        'node',
      ]),
    );
    expect(names).not.toContain('vitest');
  });

  test('has no package manager, no source maps and no tests', async () => {
    const { output } = await exitOf(
      ['--entrypoint', 'sh'],
      ['-c', 'command -v npm npx corepack yarn; find /srv/ahlt -name "*.map" -o -name "*.test.*"'],
    );
    expect(output).toBe('');
  });

  test('spec platform#image: runs nothing as root', async () => {
    for (const program of [['app.js', 'serve'], ['app.js', '--version'], ['operator.js']]) {
      const { code, errors } = await exitOf(['--user', '0'], program);
      expect({ program, code, says: errors.split('.')[0] }).toEqual({
        program,
        code: 2,
        says: 'This program does not run as root',
      });
    }
  });

  test('has another user than root by itself, and root owns what it runs', async () => {
    const { output } = await exitOf(
      ['--entrypoint', 'sh'],
      ['-c', 'id -u; id -g; find /srv/ahlt -writable'],
    );
    expect(output.split('\n')).toEqual(['10001', '10001']);
  });

  test.each([
    ['the version', ['app.js', '--version'], 0],
    ['help', ['app.js', '--help'], 0],
    ['a command that does not exist', ['app.js', 'sevre'], 2],
    ['a configuration with a mistake', ['app.js', 'serve'], 2, { PORT: 'http' }],
    ['prod without its secrets', ['app.js', 'serve'], 2, { APP_ENV: 'prod' }],
    ['a database that is not there', ['app.js', 'migrate'], 3],
    ['a database that is not there, for a plan', ['app.js', 'migrate', '--plan', '--json'], 3],
    ['the operator without a cluster', ['operator.js'], 2],
    ['a database to provide without its connections', ['operator.js', 'provide-database'], 2],
  ] as [string, string[], number, Record<string, string>?][])(
    'ends with its exit code: %s',
    async (_, words, code, variables = {}) => {
      const options = Object.entries(variables).flatMap(([name, value]) => [
        '--env',
        `${name}=${value}`,
      ]);
      expect((await exitOf([...hardened, ...options], words)).code).toBe(code);
    },
  );
});

describe('serves without a network, on a read-only file system', () => {
  let app: Awaited<ReturnType<typeof container>>;
  beforeAll(async () => {
    app = await container(hardened);
  });
  afterAll(() => app.remove());

  test('spec platform#image: it is healthy, as reported by the engine', async () => {
    await expect
      .poll(() => app.inspect('{{.State.Health.Status}}'), { timeout: 40_000, interval: 500 })
      .toBe('healthy');
  });

  test('it does not say that it is ready without a database', async () => {
    expect(await app.status('/healthz')).toBe(200);
    expect(await app.status('/readyz')).toBe(503);
  });

  test('only /tmp can be written', async () => {
    expect(
      await app.exec([
        'sh',
        '-c',
        'for d in / /srv/ahlt /etc /var /home /run; do touch $d/x 2>/dev/null && echo $d; done; touch /tmp/x && echo /tmp',
      ]),
    ).toBe('/tmp');
  });

  test('spec platform#shutdown: SIGTERM ends it once running requests are finished', async () => {
    expect(await app.stop(25)).toBe(0);
    expect(await app.logs()).toMatch(/"msg":"draining"[\s\S]*"msg":"stopped"/);
  });
});
