import { expect, test } from 'vitest';
import { CommandFailed, ProgramMissing } from './docker.ts';
import { checkMachine, type Need } from './needs.ts';

/** A machine that answers these commands, and has no plugin and no program beside. */
const machine =
  (answers: Readonly<Record<string, string>>) =>
  async (program: string, args: readonly string[]): Promise<string> => {
    const answer = answers[`${program} ${args[0]}`];
    if (answer !== undefined) return answer;
    if (Object.keys(answers).some((command) => command.startsWith(`${program} `)))
      throw new CommandFailed(
        `${program} ${args[0]} … ended with 1\ndocker: unknown command: ${program} ${args[0]}`,
      );
    throw new ProgramMissing(program);
  };

const lacks = async (
  needs: readonly Need[],
  answers: Readonly<Record<string, string>>,
): Promise<string[]> =>
  await checkMachine(needs, machine(answers)).then(
    () => [],
    (error: Error) => error.message.split('\n'),
  );

const all = {
  'docker version': '28.2.2',
  'docker compose': '2.38.1',
  'docker buildx': 'github.com/docker/buildx v0.25.0',
};

test('a machine that has everything lacks nothing', async () =>
  expect(await lacks(['engine', 'compose', 'buildx'], all)).toEqual([]));

test('an engine without its plugins: both are named before anything starts, each with its package', async () => {
  const [first, ...lines] = await lacks(['engine', 'compose', 'buildx'], {
    'docker version': '28.2.2',
  });
  expect(first).toBe('requirements of the command are missing; nothing was started');
  expect(lines).toEqual([
    expect.stringMatching(
      /^✗ the compose plugin of docker, 2\.20 or newer: the package docker-compose-plugin/,
    ),
    expect.stringMatching(
      /^✗ the buildx plugin of docker, which builds the image: the package docker-buildx-plugin/,
    ),
    'More: docs/runbooks/workstation.md',
  ]);
});

test('an engine that does not run is one more line, not the only one', async () => {
  const lines = await lacks(['engine', 'compose', 'buildx'], { 'docker compose': '2.38.1' });
  expect(lines.slice(1, 3)).toEqual([
    expect.stringMatching(/^✗ a running container engine: start Docker Desktop/),
    expect.stringMatching(/^✗ the buildx plugin/),
  ]);
});

test('on an empty machine each missing program is listed', async () =>
  expect(
    (await lacks(['engine', 'kind', 'kubectl'], {})).filter((line) =>
      line.includes('is not on the PATH'),
    ),
  ).toHaveLength(3));

test.each([
  ['2.19.1', false],
  ['1.29.2', false],
  ['2.20.0', true],
  ['v2.38.1-desktop.1', true],
  ['5.0.0', true],
  ['dev', true],
])('compose %s', async (version, isEnough) => {
  const lines = await lacks(['compose'], { 'docker compose': version });
  expect(lines.some((line) => line.includes(`here is ${version}`))).toBe(!isEnough);
});

test('only required programs are checked', async () =>
  expect(await lacks(['engine'], { 'docker version': '28' })).toEqual([]));
