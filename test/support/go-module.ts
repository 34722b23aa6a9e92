import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Go module by version and content. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
  /**
   * Expected checksum of the download, in the format of `go.sum`, `h1:…`.
   * @default from Go's public checksum database
   */
  readonly sum?: string;
}

/**
 * Folder with the module's files, read-only, in Go's own cache. Without a checksum, Go's public
 * database must know it.
 */
export async function downloadModule(
  { path, version, sum }: GoModule,
  folder: string,
): Promise<string> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `${path}@${version}`], {
    cwd: folder,
    env: goEnvironment(),
  });
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (sum !== undefined && Sum !== sum)
    throw new Error(`${path}@${version} has the sum ${Sum} instead of ${sum}.`);
  return Dir;
}

/** Builds the program of a module into `folder`. */
export async function installProgram(module: GoModule, folder: string): Promise<void> {
  await downloadModule(module, folder);
  await run('go', ['install', '-trimpath', `${module.path}@${module.version}`], {
    cwd: folder,
    env: { ...goEnvironment(), GOBIN: folder },
  });
}

export interface ReleaseBuild {
  /** Flags of `go build`; they override ours. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Builds packages of a module into `folder` with the versions of its own go.mod, including
 * replacements, which `go install` refuses. A Go file from elsewhere may use those versions too.
 */
export async function buildReleased(
  module: GoModule,
  packages: readonly string[],
  folder: string,
  { flags = [], env = {} }: ReleaseBuild = {},
): Promise<void> {
  const cwd = await downloadModule(module, folder);
  const standard = [
    '-mod=readonly',
    '-buildvcs=false',
    '-trimpath',
    '-ldflags',
    '-s -w',
    '-o',
    `${folder}/`,
  ];
  await run('go', ['build', ...standard, ...flags, ...packages], {
    cwd,
    env: { ...goEnvironment(), ...env },
    maxBuffer: 2 ** 24,
  });
}

/** Without the user's flags and a C compiler. */
const goEnvironment = () => ({ ...process.env, GOFLAGS: '', CGO_ENABLED: '0' });
