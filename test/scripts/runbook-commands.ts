import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A command in a runbook. */
export interface RunbookCommand {
  /** `restore.md:12`. */
  readonly place: string;
  readonly command: string;
  /** Whether the runbook says that it is only tested manually. */
  readonly manual: boolean;
}

/** Programs that a runbook may name; add new ones here before they count. */
const programs =
  'npm|npx|node|make|kubectl|docker|git|mkcert|rdctl|sudo|cp|mkdir|rm|sed|tar|du|openssl|echo';
const isCommand = new RegExp(`^(?:[A-Z_]+=\\S+ )*(?:${programs}) \\S`);

/** Every command of every runbook: code spans, and lines of code blocks. */
export async function runbookCommands(folder = 'docs/runbooks'): Promise<RunbookCommand[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted();
  return (
    await Promise.all(
      names.map(async (name) => commandsIn(name, await readFile(join(folder, name), 'utf8'))),
    )
  ).flat();
}

/**
 * The commands of one runbook. One is manual if its own line says so, or the heading of its
 * section, the line before its code block, or the first paragraph of the runbook ("All of this is
 * manual").
 */
export function commandsIn(name: string, text: string): RunbookCommand[] {
  const allManual = /^All of this is manual|\. All of this is manual/m.test(
    text.split('\n## ')[0] ?? '',
  );
  const found: RunbookCommand[] = [];
  let heading = false;
  let before = false;
  let block = false;
  for (const [index, line] of text.split('\n').entries()) {
    const here = says(line);
    if (/^ *```/.test(line)) {
      block = !block;
      continue;
    }
    if (/^#+ /.test(line) && !block) heading = here;
    else if (line.trim() !== '' && !block) before = here;
    const commands = block
      ? blockLine(line)
      : [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => split(code));
    const manual = allManual || heading || here || (block && before);
    found.push(...commands.map((command) => ({ place: `${name}:${index + 1}`, command, manual })));
  }
  return found;
}

const says = (line: string): boolean => /\(manual\b/.test(line);

const blockLine = (line: string): string[] => split(line.replace(/\s#.*$/, '').trim());

/** `a && b` are two commands. */
const split = (code: string): string[] =>
  code
    .split(/ (?:&&|\|\|) /)
    .map((part) => part.trim())
    .filter((part) => isCommand.test(part));

/** The code blocks below a heading, in order, without indentation. */
export function codeBlocks(text: string, heading: string): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex(
    (line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading,
  );
  if (start === -1) throw new Error(`there is no heading "${heading}"`);
  const blocks: string[] = [];
  let open: string[] | undefined;
  for (const line of lines.slice(start + 1)) {
    if (open === undefined && /^#+ /.test(line)) break;
    if (!/^ *```/.test(line)) open?.push(line.trim());
    else if (open === undefined) open = [];
    else {
      blocks.push(open.join('\n'));
      open = undefined;
    }
  }
  return blocks;
}
