import { readFile, writeFile } from 'node:fs/promises';
import { type Credentials, digestOf } from '../deploy/registry.ts';
import { imagesIn, type NamedImage, ownRegistry, withDigests } from './images.ts';

/** Location of the project's own images, and credentials to read them. */
export interface OwnRegistry {
  /** `registry.gitlab.local:5050/ahlt/im-ctrl` */
  readonly image: string;
  readonly credentials?: Credentials;
}

/**
 * Queries each image's registry for the current digest of its tag, and compares it with `files`;
 * `pin` writes it there. True if every image is pinned to its tag's current digest. Throws
 * RegistryError.
 */
export async function checkImages(
  files: readonly string[],
  { pin, own }: { readonly pin: boolean; readonly own: OwnRegistry },
  say: (line: string) => void,
): Promise<boolean> {
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
  );
  const current = new Map<string, string>();
  let allPinned = true;
  for (const { file, text } of texts) {
    for (const image of imagesIn(text)) {
      const digest = current.get(image.name) ?? (await currentDigest(image.name, own));
      current.set(image.name, digest);
      const line = outcome(image, digest, pin);
      say(` ${line.ok ? '✓' : '✗'} ${image.name}   ${line.words}   ${file}`);
      allPinned &&= line.ok;
    }
    if (pin) await writeFile(file, withDigests(text, current));
  }
  return allPinned;
}

async function currentDigest(name: string, { image, credentials }: OwnRegistry): Promise<string> {
  const found = name.startsWith(ownRegistry)
    ? digestOf(name.replace(ownRegistry, image), credentials)
    : digestOf(name);
  return (await found).split('@')[1] ?? '';
}

function outcome(
  { digest: held }: NamedImage,
  now: string,
  pin: boolean,
): { ok: boolean; words: string } {
  if (held === now) return { ok: true, words: short(now) };
  if (pin)
    return {
      ok: true,
      words: `${held === undefined ? 'pinned' : `${short(held)} →`} ${short(now)}`,
    };
  return {
    ok: false,
    words:
      held === undefined
        ? `not pinned; its tag names ${now}`
        : `pinned to ${short(held)}, its tag names ${short(now)} now`,
  };
}

const short = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);
