import type { Note, Section } from './note.ts';

/** GitLab limits notes to a million characters; the rest of the note needs room too. */
export const roomInGitlab = 950_000;

/** Maximum number of lines of a list. */
const longestList = 400;

/**
 * The note with as many complete diffs and statements as fit into `room` characters, from the top;
 * each section says how many are omitted. Counts in the table are unchanged.
 */
export function bounded(note: Note, room: number): Note {
  let left =
    room -
    size({ ...note, sections: note.sections.map((section) => ({ ...section, blocks: [] })) });
  const sections = note.sections.map((section): Section => {
    const blocks = section.blocks.filter((block) => {
      const fits = block.text.length + block.title.length + 100 <= left;
      if (fits) left -= block.text.length + block.title.length + 100;
      return fits;
    });
    const missing = section.blocks.length - blocks.length;
    const words = section.blocks[0]?.language === 'sql' ? 'migration' : 'object';
    const cut =
      missing === 0
        ? []
        : [`… ${missing} ${words}${missing === 1 ? '' : 's'} not shown: too long. ${elsewhere}`];
    return { ...section, blocks, lines: [...shortened(section.lines), ...cut] };
  });
  return { ...note, sections };
}

const elsewhere = 'On a workstation: npm run preview -- --base <ref>';

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= longestList
    ? [...lines]
    : [...lines.slice(0, longestList), `… and ${lines.length - longestList} more`];

const size = (note: Note): number =>
  JSON.stringify({
    ...note,
    sections: note.sections.map((section) => ({ ...section, lines: shortened(section.lines) })),
  }).length;
