import type { Verdict } from '../ontology/command.ts';
import type { Dependants } from './committee.ts';
import { texts } from './texts.ts';

const words = texts.deletion;

/**
 * Whether a committee may be deleted: not while a position is held or its record is in use (spec
 * committees#deletion).
 */
export function mayDelete(label: string, of: Dependants): Verdict {
  if (of.members > 0) return words.held(label, of.members);
  const inUse = present(of, ['meetings', 'suggestions', 'proposals', 'documents', 'versions']);
  return inUse.length === 0 || words.inUse(label, inUse);
}

/** The items deleted with a committee, as "9 positions". */
export const deletedWith = (of: Dependants): readonly string[] =>
  present(of, ['positions', 'steps', 'templates', 'agendaPoints', 'dependencies']);

type Counted = Exclude<keyof Dependants, 'members'>;

const present = (of: Dependants, kinds: readonly Counted[]): readonly string[] =>
  kinds.filter((kind) => of[kind] > 0).map((kind) => words[kind](of[kind]));
