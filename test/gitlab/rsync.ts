import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

/**
 * gitlab-ci-local copies files between jobs with rsync, which not every machine has. Replaces `-a`
 * and `-R` by cp, and tar skips excluded files. Returns a PATH with an rsync.
 */
export function withRsync(path: string): string {
  try {
    execFileSync('rsync', ['--version'], { stdio: 'ignore' });
    return path;
  } catch {
    const folder = temporaryFolder('rsync');
    writeFileSync(join(folder, 'rsync'), standIn);
    chmodSync(join(folder, 'rsync'), 0o755);
    return `${folder}:${path}`;
  }
}

const standIn = `#!/usr/bin/env bash
set -eo pipefail
flags=()
excludes=()
while [[ "$1" == -* ]]; do
  case "$1" in
    --exclude) excludes+=("--exclude=\${2%/}"); shift ;;
    --exclude-from) excludes+=("--exclude-from=$2"); shift ;;
    --exclude-from=*) excludes+=("$1") ;;
    --*) ;;
    *R*) flags+=(--parents) ;;
  esac
  shift
done
target="\${!#}"
mkdir -p "$target"
# A folder that holds its target: cp would copy into itself.
if [[ "$1" == ./ ]]; then
  tar -c "\${excludes[@]}" . | tar -x -C "$target"
  exit
fi
exec cp -a "\${flags[@]}" "$@"
`;
