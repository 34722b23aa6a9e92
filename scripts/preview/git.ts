import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Git failed; the message is the first line of its output. */
export class GitError extends Error {}

/** Reads a repository for a preview. Changes nothing. */
export interface Git {
  /** Full id of a commit. */
  commit(ref: string): Promise<string>;
  /** The common ancestor: later commits on `base` are not part of the change. */
  mergeBase(base: string, head: string): Promise<string>;
  /** Text of a file in a commit. */
  show(ref: string, path: string): Promise<string>;
  /** Tags `v*` that `ref` contains, newest version first. */
  versionTags(ref: string): Promise<string[]>;
  commitsBetween(from: string, to: string): Promise<number>;
  /** Writes these paths of a commit to a folder; missing paths are omitted. */
  unpack(commit: string, paths: readonly string[], folder: string): Promise<void>;
}

/** The repository around `root`. */
export function gitIn(root: string): Git {
  const git = async (...args: string[]): Promise<string> => {
    try {
      return (await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })).stdout.trimEnd();
    } catch (error) {
      const { stderr = '', message } = error as Error & { stderr?: string };
      throw new GitError((stderr || message).trim().split('\n')[0], { cause: error });
    }
  };
  const commit = async (ref: string): Promise<string> => {
    await git('rev-parse', '--git-dir');
    return git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`).catch(
      (cause: unknown) => {
        throw new GitError(`${ref}: unknown commit. A shallow clone may lack it: git fetch`, {
          cause,
        });
      },
    );
  };
  return {
    commit,
    async mergeBase(base, head) {
      const [one, other] = [await commit(base), await commit(head)];
      // A shallow clone may lack the common commit; then the named one is the best available.
      return await git('merge-base', one, other).catch(() => one);
    },
    show: (ref, path) => git('show', `${ref}:${path}`),
    async versionTags(ref) {
      const tags = await git(
        'tag',
        '--list',
        'v[0-9]*',
        '--merged',
        ref,
        '--sort=-version:refname',
      );
      return tags.split('\n').filter(Boolean);
    },
    commitsBetween: async (from, to) => Number(await git('rev-list', '--count', `${from}..${to}`)),
    async unpack(commit, paths, folder) {
      const there = (await git('ls-tree', '--name-only', commit, ...paths))
        .split('\n')
        .filter(Boolean);
      const archive = join(folder, '.archive.tar');
      await git('archive', `--output=${archive}`, commit, ...there);
      await run('tar', ['-xf', archive, '-C', folder]);
      await rm(archive);
    },
  };
}
