import type { Note, Section } from './note.ts';

/** GitLab refuses notes of more than a million characters; the rest of the note needs room too. */
export const roomInGitlab = 950_000;

/** Lines of a list that are shown before it is cut. */
const longestList = 400;

/**
 * The note with as many of its diffs and statements as fit into `room` characters, whole ones only
 * and from the top; each section says how many are left out. What is counted in the table stays as
 * it is.
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
