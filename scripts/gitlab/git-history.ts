import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findSecrets, longestText, type SecretFinding } from './find-secrets.ts';

const run = promisify(execFile);
const buffer = { maxBuffer: 512 * 1024 * 1024 } as const;

/** A secret in some commit of a repository. */
export interface HistoryFinding extends SecretFinding {
  /** Id of the file's content; `git log --all --find-object=<blob>` names its commits. */
  readonly blob: string;
}

/** Passwords invented by tests: in test files only, and no other kind of secret. */
const isInvented = ({ path, rule }: SecretFinding): boolean =>
  ['database-connection-string', 'basicauth', 'assigned-password'].includes(rule) &&
  /(^|\/)(test|tests|fixtures)\/|\.(test|spec|fixture)\.\w+$/.test(path);

/** Scans every file tracked by git in a working tree. */
export async function scanWorkingTree(folder: string): Promise<SecretFinding[]> {
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: folder, ...buffer });
  const found: SecretFinding[] = [];
  for (const path of stdout.split('\0').filter(Boolean)) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => '');
    found.push(...(await findSecrets(path, text)));
  }
  return found.filter((finding) => !isInvented(finding));
}

/** Scans every content that any branch or tag ever had, each once. */
export async function scanHistory(repository: string): Promise<HistoryFinding[]> {
  const { stdout } = await run('git', ['rev-list', '--objects', '--all'], {
    cwd: repository,
    ...buffer,
  });
  const paths = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0 && space < line.length - 1)
      paths.set(line.slice(0, space), line.slice(space + 1));
  }
  const found: HistoryFinding[] = [];
  for await (const { blob, text } of contents(repository, [...paths.keys()])) {
    const path = paths.get(blob) ?? '';
    found.push(...(await findSecrets(path, text)).map((finding) => ({ ...finding, blob })));
  }
  return found.filter((finding) => !isInvented(finding));
}

/** Yields the texts of file objects, read through one git process. */
async function* contents(
  repository: string,
  ids: readonly string[],
): AsyncGenerator<{ blob: string; text: string }> {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd: repository,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(`${ids.join('\n')}\n`);
  let rest = Buffer.alloc(0);
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const line = rest.indexOf(10);
      if (line < 0) break;
      const [blob = '', type = '', length = '0'] = rest.subarray(0, line).toString().split(' ');
      const end = line + 1 + Number(length);
      if (rest.length < end + 1) break;
      if (type === 'blob' && Number(length) <= longestText)
        yield { blob, text: rest.subarray(line + 1, end).toString('utf8') };
      rest = rest.subarray(end + 1);
    }
  }
}
