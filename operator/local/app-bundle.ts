import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildFailure, build, formatMessages, type Plugin } from 'esbuild';
import { LocalFault } from './fault.ts';
import { processIdentity } from './processes.ts';

/** The app of the working tree in one folder, for this process and its children. */
export interface AppBundle {
  /** Path of the program. */
  readonly program: string;
  remove(): void;
}

/**
 * Bundles the app in less than a second, after which each of its commands starts in a fifth of the
 * time that it takes to load a thousand files. Packages stay in `node_modules`, which is why the
 * folder is there, too.
 * @param root folder of the repository
 * @throws LocalFault with file and line if the source has a syntax error
 */
export async function bundleApp(root: string): Promise<AppBundle> {
  const folder = ownFolder(join(root, 'node_modules', '.cache', 'ahlt'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['app/main.ts'],
      outdir: folder,
      bundle: true,
      packages: 'external',
      splitting: true,
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      platform: 'node',
      target: 'node24',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      keepNames: true,
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'silent',
      plugins: [sourceAddresses],
    });
  } catch (error) {
    remove();
    throw await sourceFault(error);
  }
  return { program: join(folder, 'main.mjs'), remove };
}

/** Creates a folder for this process, and removes those of processes that were killed. */
function ownFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent))
    if (processIdentity(Number.parseInt(name, 10)) === undefined)
      rmSync(join(parent, name), { recursive: true, force: true });
  return mkdtempSync(join(parent, `${process.pid}-`));
}

/** Source files that look for others beside themselves; reading all of the app takes 0.4 s. */
export const lookingBeside = /[\\/]app[\\/](http|pdf)[\\/][\w-]+\.ts$/;

/** Files that the app finds beside its source, such as style sheets, are found from the bundle. */
const sourceAddresses: Plugin = {
  name: 'source-addresses',
  setup({ onLoad }) {
    onLoad({ filter: lookingBeside }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('import.meta.url')) return undefined;
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};

async function sourceFault(error: unknown): Promise<unknown> {
  const { errors } = error as Partial<BuildFailure>;
  if (errors === undefined) return error;
  const messages = await formatMessages(errors, { kind: 'error' });
  return new LocalFault(
    'the source of the app has an error',
    messages.flatMap((message) => message.trimEnd().split('\n')),
    { cause: error },
  );
}
