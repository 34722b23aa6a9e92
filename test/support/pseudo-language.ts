import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const app = fileURLToPath(new URL('../../app/', import.meta.url));
const translator = fileURLToPath(new URL('./pseudo-texts.ts', import.meta.url));

/** Writes the folder of a language whose catalogues are those of the app in pseudo-texts. */
export function writePseudoLanguage(folder: string): void {
  for (const path of globSync('**/{,*-}texts.ts', { cwd: app })) {
    // A part of a catalogue is translated as part of it.
    if (!readFileSync(join(app, path), 'utf8').includes('export const texts = ')) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(
      join(folder, path),
      `import { texts as english } from ${JSON.stringify(join(app, path))};
       import { pseudoTexts } from ${JSON.stringify(translator)};
       export * from ${JSON.stringify(join(app, path))};
       export const texts = pseudoTexts(english);`,
    );
  }
}
