import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Go module by version and content: what is downloaded has to have this sum, whatever the proxy says. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
  /** As `go.sum` has it, `h1:…`. */
  readonly sum: string;
}

/** Folder with the module's files, read-only, in Go's own cache. */
export async function downloadModule({ path, version, sum }: GoModule, folder: string): Promise<string> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `${path}@${version}`], { cwd: folder, env: goEnvironment() });
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (Sum !== sum) throw new Error(`${path}@${version} has the sum ${Sum} instead of ${sum}.`);
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

/** Nothing of the person's own flags, and no C compiler. */
const goEnvironment = () => ({ ...process.env, GOFLAGS: '', CGO_ENABLED: '0' });
