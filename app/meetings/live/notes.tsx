import { type Motion, motionLine, motionStateOf } from '../../motions/index.ts';
import { Accordion } from '../../ui/accordion.tsx';
import { Section } from '../../ui/section.tsx';
import type { AgendaPlan, Planned } from '../agenda/rules.ts';
import { texts } from '../texts.ts';

const words = texts.live;

interface NotesByItemProps {
  readonly plan: AgendaPlan;
  readonly motions: readonly Motion[];
}

/** The notes and motions of each item; the minutes take them over. */
export const NotesByItem = ({ plan: { entries }, motions }: NotesByItemProps) => {
  const points = entries.filter(({ kind }) => kind === 'point');
  if (points.length === 0) return null;
  return (
    <Section id="notes-by-item" title={words.notesOf}>
      <Accordion
        of={points.map((entry) => ({
          id: `notes-${entry.id}`,
          title: `${entry.number}. ${entry.title}`,
          end: timeOf(entry),
          open: entry.notes !== '' || motionsOn(entry, motions).length > 0,
          children: <EntryNotes of={entry} motions={motionsOn(entry, motions)} />,
        }))}
      />
    </Section>
  );
};

/** Settled motions on an item. */
const motionsOn = ({ id }: Planned, motions: readonly Motion[]): readonly Motion[] =>
  motions.filter((motion) => motion.point === id && motionStateOf(motion) === 'settled');

const EntryNotes = ({ of: { notes }, motions }: { of: Planned; motions: readonly Motion[] }) => (
  <div class="stack small">
    {notes !== '' && <p class="pre">{notes}</p>}
    {motions.length > 0 && (
      <ul>
        {motions.map((motion) => (
          <li key={motion.id}>{motionLine(motion, (text) => text)}</li>
        ))}
      </ul>
    )}
    {notes === '' && motions.length === 0 && <p class="muted">{words.noNotes}</p>}
  </div>
);

const timeOf = ({ usedNow, over }: Planned): string =>
  usedNow === 0
    ? words.notStartedItem
    : words.minutes(Math.round(usedNow / 60), Math.round(over / 60));
