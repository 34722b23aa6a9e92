import { Accordion } from '../../ui/accordion.tsx';
import { Section } from '../../ui/section.tsx';
import type { AgendaPlan, Planned } from '../agenda/rules.ts';
import { texts } from '../texts.ts';

const words = texts.live;

/** What was written down about each item so far; the minutes take it over. */
export const NotesByItem = ({ plan: { entries } }: { plan: AgendaPlan }) => {
  const points = entries.filter(({ kind }) => kind === 'point');
  if (points.length === 0) return null;
  return (
    <Section id="notes-by-item" title={words.notesOf}>
      <Accordion
        of={points.map((entry) => ({
          id: `notes-${entry.id}`,
          title: `${entry.number}. ${entry.title}`,
          end: timeOf(entry),
          open: entry.notes !== '',
          children:
            entry.notes === '' ? (
              <p class="small muted">{words.noNotes}</p>
            ) : (
              <p class="small pre">{entry.notes}</p>
            ),
        }))}
      />
    </Section>
  );
};

const timeOf = ({ usedNow, over }: Planned): string =>
  usedNow === 0
    ? words.notStartedItem
    : words.minutes(Math.round(usedNow / 60), Math.round(over / 60));
