import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { Migration } from '#app/db/migration.ts';
import { migrations as ownMigrations } from '#app/db/migrations/index.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { formatProblems } from '#cdk8s/environments/format-problems.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { type Git, GitError } from './git.ts';
import type { Checksums, Comparison, Release, Revision } from './revision.ts';

const run = promisify(execFile);

/** A problem that prevents a note. */
export class PreviewRefusal extends Error {}

/** Paths that a commit is synthesized from. */
const sources = ['app', 'cdk8s', 'operator', 'environments', 'package.json', 'tsconfig.json'];
const checksumsPath = 'app/db/migrations/checksums.json';

/**
 * Reads both sides. The head is the working tree by default; any other commit is unpacked to a
 * temporary folder and synthesized by its own code, with the packages installed here. Throws
 * PreviewRefusal if the head's files are invalid, GitError if a commit does not exist.
 */
export async function readComparison(
  git: Git,
  root: string,
  { base, head }: { base: string; head?: string | undefined },
): Promise<Comparison> {
  const against = await git.mergeBase(base, head ?? 'HEAD');
  const [before, after, releases] = await Promise.all([
    readBase(git, root, against),
    head === undefined ? readWorkingTree(git, root) : readHead(git, root, head),
    readReleases(git, head ?? 'HEAD'),
  ]);
  const { remark, ...old } = before;
  return { base: old, ...after, releases, remarks: remark === undefined ? [] : [remark] };
}

type Head = Pick<Comparison, 'head' | 'migrations'>;

async function readWorkingTree(git: Git, root: string): Promise<Head> {
  const commit = await git.commit('HEAD');
  return {
    migrations: ownMigrations,
    head: {
      label: labelOf(commit),
      files: synthesizedHere(root),
      checksums: await checksumsIn(root),
    },
  };
}

async function readHead(git: Git, root: string, ref: string): Promise<Head> {
  const commit = await git.commit(ref);
  await using tree = await unpack(git, root, commit);
  const list = pathToFileURL(join(tree.folder, 'app/db/migrations/index.ts')).href;
  const { migrations } = (await import(list)) as { migrations: readonly Migration[] };
  const files = await synthesizedThere(tree.folder).catch((error: Error) => {
    throw new PreviewRefusal(error.message);
  });
  return {
    migrations,
    head: { label: labelOf(commit), files, checksums: await checksumsIn(tree.folder) },
  };
}

/**
 * A base that this machine cannot run (other packages) is synthesized by the head's code, which the
 * note mentions.
 */
async function readBase(
  git: Git,
  root: string,
  commit: string,
): Promise<Revision & { remark?: string }> {
  await using tree = await unpack(git, root, commit);
  const checksums = await checksumsIn(tree.folder);
  const label = labelOf(commit);
  try {
    return { label, checksums, files: await synthesizedThere(tree.folder) };
  } catch (error) {
    const why = (error as Error).message.trim().split('\n')[0];
    const remark = `${label} could not be synthesized by its own code (${why}); its files were read by the code of this change, so effects of code changes are not shown.`;
    return { label, checksums, files: synthesizedHere(tree.folder), remark };
  }
}

function synthesizedHere(root: string): Revision['files'] {
  const read = readEnvironments(root);
  if (!read.ok) throw new PreviewRefusal(formatProblems(read.problems));
  return synthesize(read.value);
}

async function synthesizedThere(folder: string): Promise<Revision['files']> {
  const command = ['cdk8s/main.ts', '--out', 'dist'];
  await run(process.execPath, command, { cwd: folder }).catch(
    (error: Error & { stderr?: string }) => {
      throw new Error(error.stderr || error.message);
    },
  );
  const names = await readdir(join(folder, 'dist'), { recursive: true });
  const paths = names.filter((name) => name.endsWith('.yaml')).toSorted();
  return Promise.all(
    paths.map(async (path) => {
      const documents = parseAllDocuments(await readFile(join(folder, 'dist', path), 'utf8'));
      return { path, objects: documents.map((document) => document.toJS() as Manifest) };
    }),
  );
}

async function unpack(
  git: Git,
  root: string,
  commit: string,
): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'ahlt-preview-'));
  await mkdir(folder, { recursive: true });
  await git.unpack(commit, sources, folder);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

const checksumsIn = async (folder: string): Promise<Checksums> =>
  JSON.parse(await readFile(join(folder, checksumsPath), 'utf8'));

async function readReleases(git: Git, head: string): Promise<Release[]> {
  const tags = await git.versionTags(head);
  const releases = tags.map(async (tag) => ({
    version: tag.slice(1),
    checksums: JSON.parse(await git.show(tag, checksumsPath).catch(missing)) as Checksums,
    commitsBehind: await git.commitsBetween(tag, head),
  }));
  return Promise.all(releases);
}

const missing = (error: unknown): string => {
  if (error instanceof GitError) return '{}';
  throw error;
};

const labelOf = (commit: string): string => commit.slice(0, 8);
