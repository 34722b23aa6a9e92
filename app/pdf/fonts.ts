import { readFile } from 'node:fs/promises';

/**
 * Liberation Sans: Latin, Greek and Cyrillic. The files are in `fonts` beside this file, and beside
 * the bundle.
 */
const files = {
  regular: 'LiberationSans-Regular.ttf',
  bold: 'LiberationSans-Bold.ttf',
  italic: 'LiberationSans-Italic.ttf',
} as const;

type FontName = keyof typeof files;
export type Fonts = Readonly<Record<FontName, Buffer>>;

/** Reads the fonts of all PDF files. */
export async function readFonts(): Promise<Fonts> {
  const read = (name: FontName) => readFile(new URL(`./fonts/${files[name]}`, import.meta.url));
  const [regular, bold, italic] = await Promise.all([
    read('regular'),
    read('bold'),
    read('italic'),
  ]);
  return { regular, bold, italic };
}
