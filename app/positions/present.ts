import { wayBack } from '../http/fields.ts';
import { dayInWords } from '../ui/moments.ts';
import type { Assigned, Vacated } from './term-commands.ts';
import { texts } from './texts.ts';

// Messages after a change of terms.
export const assigned = ({ user, position, since, isPlanned }: Assigned): string =>
  isPlanned
    ? texts.assign.doneFrom(user, position, dayInWords(since))
    : texts.assign.done(user, position);

export const vacated = ({ users, position }: Vacated, lastDay: string | undefined): string =>
  lastDay === undefined
    ? texts.vacate.done(users, position)
    : texts.vacate.doneOn(users, position, dayInWords(lastDay));

/** The page that an action returns to: the committee's, unless its form came from another of it. */
export const backOf = ({ id }: { readonly id: string }, back?: string): string =>
  wayBack(back, `/tor/${id}`, `/tor/${id}`);
