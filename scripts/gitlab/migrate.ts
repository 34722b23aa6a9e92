import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type HistoryFinding, scanHistory } from './git-history.ts';

const run = promisify(execFile);

/** The migration cannot continue; the message says why and what to do. */
export class MigrationRefusal extends Error {}

export interface MigrationRequest {
  /** Source repository. */
  readonly from: string;
  /** Target repository: empty, or with a part of the source. */
  readonly to: string;
  /** Fingerprints of findings that were rotated and may remain in the history. */
  readonly allow: readonly string[];
  readonly dryRun: boolean;
}

export interface MigrationReport {
  readonly refs: number;
  /** Allowed findings. */
  readonly allowed: readonly HistoryFinding[];
}

/**
 * Copies a repository with all branches and tags: mirrors it, scans its history for secrets,
 * pushes, and compares all refs. Never forces: anything the target has and the source lacks stops
 * it. Safe to repeat. Throws MigrationRefusal.
 */
export async function migrateRepository(
  { from, to, allow, dryRun }: MigrationRequest,
  say: (line: string) => void,
): Promise<MigrationReport> {
  const mirror = await mkdtemp(join(tmpdir(), 'ahlt-mirror-'));
  try {
    await git(mirror, 'clone', '--quiet', '--mirror', from, '.');
    const wanted = await heads(mirror, '.');
    say(` ✓ mirror    ${wanted.size} branches and tags`);
    const allowed = await checkSecrets(mirror, allow);
    say(
      ` ✓ secrets   ${allowed.length === 0 ? 'none in the whole history' : `${allowed.length} known and allowed`}`,
    );
    await checkLargeFiles(mirror);
    if (dryRun) {
      say(' – push      skipped (--dry-run)');
      return { refs: wanted.size, allowed };
    }
    await git(
      mirror,
      'push',
      '--quiet',
      to,
      'refs/heads/*:refs/heads/*',
      'refs/tags/*:refs/tags/*',
    );
    compare(wanted, await heads(mirror, to));
    say(` ✓ compare   ${wanted.size} branches and tags are equal on both sides`);
    return { refs: wanted.size, allowed };
  } finally {
    await rm(mirror, { recursive: true, force: true });
  }
}

async function checkSecrets(mirror: string, allow: readonly string[]): Promise<HistoryFinding[]> {
  const found = await scanHistory(mirror);
  const open = found.filter(({ fingerprint }) => !allow.includes(fingerprint));
  if (open.length > 0) {
    const lines = open
      .slice(0, 50)
      .map(
        ({ path, line, rule, fingerprint, blob }) =>
          `  ${fingerprint}  ${rule}  ${path}:${line}  ${blob.slice(0, 12)}`,
      );
    const more = open.length > 50 ? [`  … and ${open.length - 50} more`] : [];
    throw new MigrationRefusal(
      [
        `The history holds ${open.length === 1 ? 'something that looks like a secret' : `${open.length} things that look like secrets`}; nothing was pushed.`,
        ...lines,
        ...more,
        'Revoke each secret first: it is in every copy of the old repository. Then pass --allow <fingerprint>, or rewrite the history.',
        'Commits that have one: git log --all --find-object=<blob>',
      ].join('\n'),
    );
  }
  return found;
}

/** LFS stores contents beside the repository: a mirror has only their pointers. */
async function checkLargeFiles(mirror: string): Promise<void> {
  const { stdout } = await run(
    'git',
    ['grep', '-l', 'filter=lfs', 'HEAD', '--', '.gitattributes', '**/.gitattributes'],
    {
      cwd: mirror,
    },
  ).catch(() => ({ stdout: '' }));
  if (stdout !== '')
    throw new MigrationRefusal(
      'This repository keeps large files with LFS. In a clone: git lfs fetch --all <from> && git lfs push --all <to>. Then run this command again.',
    );
}

/** Branches and tags of a repository with their ids. */
async function heads(cwd: string, repository: string): Promise<Map<string, string>> {
  const text = await git(cwd, 'ls-remote', '--heads', '--tags', repository);
  return new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'))
      .map(([id = '', name = '']) => [name, id]),
  );
}

/** Throws with every ref that differs. */
function compare(wanted: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>): void {
  const names = [...new Set([...wanted.keys(), ...there.keys()])].sort();
  const differing = names.filter((name) => wanted.get(name) !== there.get(name));
  if (differing.length === 0) return;
  const lines = differing.map(
    (name) =>
      `  ${name}  ${wanted.get(name)?.slice(0, 12) ?? 'missing'} → ${there.get(name)?.slice(0, 12) ?? 'missing'}`,
  );
  throw new MigrationRefusal(
    [`${differing.length} of ${names.length} branches and tags differ:`, ...lines].join('\n'),
  );
}

async function git(cwd: string, ...args: string[]): Promise<string> {
  try {
    return (
      await run('git', args, {
        cwd,
        maxBuffer: 2 ** 26,
        env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
      })
    ).stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new MigrationRefusal(
      `git ${args[0]}: ${hidePasswords(stderr || (error as Error).message).trim()}`,
      { cause: error },
    );
  }
}

const hidePasswords = (text: string): string =>
  text.replace(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1•••@');
