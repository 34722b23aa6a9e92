import { writeFile } from 'node:fs/promises';
import { bounded, roomInGitlab } from './bounded.ts';
import { GitError, gitIn } from './git.ts';
import { markdown, refusalNote } from './markdown.ts';
import { makeNote, type Note } from './note.ts';
import { help, OptionError, type PreviewOptions, parseOptions } from './options.ts';
import { PostError, postNote } from './post.ts';
import { PreviewRefusal, readComparison } from './read-revision.ts';
import { editedMigrations } from './sql.ts';
import { terminal } from './terminal.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === undefined) {
      process.stdout.write(help);
      return 0;
    }
    return await preview(options);
  } catch (error) {
    if (error instanceof OptionError || error instanceof GitError)
      return say(`${error.message}\n`, 2);
    if (error instanceof PostError) return say(`${error.message}\n`, 3);
    throw error;
  }
}

async function preview(options: PreviewOptions): Promise<number> {
  try {
    const comparison = await readComparison(gitIn(process.cwd()), process.cwd(), options);
    const note = bounded(await makeNote(comparison), roomInGitlab);
    process.stdout.write(printed(note, options));
    await deliver(markdown(note), options);
    return editedMigrations(comparison.base.checksums, comparison.migrations).length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof PreviewRefusal)) throw error;
    // The merge request must show it too, instead of an outdated note.
    await deliver(refusalNote(error.message), options);
    return say(`${error.message}\n`, 1);
  }
}

function printed(note: Note, { json, markdown: asMarkdown }: PreviewOptions): string {
  if (json) return `${JSON.stringify(note, undefined, 2)}\n`;
  return asMarkdown
    ? markdown(note)
    : terminal(note, {
        colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
      });
}

async function deliver(body: string, { output, post }: PreviewOptions): Promise<void> {
  if (output !== undefined) await writeFile(output, body);
  if (post) process.stderr.write(`${await postNote(process.env, body)}\n`);
}

function say(text: string, code: number): number {
  process.stderr.write(text);
  return code;
}
