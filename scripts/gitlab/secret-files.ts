import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Values that must not be in git: files in one folder, readable by their owner only. */
export interface SecretFiles {
  /** Without the line end; undefined if there is no such file. */
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
}

export const secretFilesIn = (folder: string): SecretFiles => ({
  read: (name) =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.replace(/\n$/, ''),
      () => undefined,
    ),
  async write(name, value) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, name), `${value}\n`, { mode: 0o600 });
    await chmod(join(folder, name), 0o600);
  },
});

/** The same for a dry run: written values can be read again, and no file changes. */
export function unwritten(files: SecretFiles): SecretFiles {
  const written = new Map<string, string>();
  return {
    read: async (name) => written.get(name) ?? (await files.read(name)),
    write: async (name, value) => void written.set(name, value),
  };
}
