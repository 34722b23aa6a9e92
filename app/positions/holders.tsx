import { dayInWords } from '../ui/moments.ts';
import { Person } from '../ui/person.tsx';
import { useShell } from '../ui/shell-context.ts';
import { State } from '../ui/word.tsx';
import type { Holder, Position, Term } from './position.ts';
import { daysLater, takesSeat } from './rules.ts';
import { texts } from './texts.ts';

/** Who fills a position today and later, or since when it is vacant. */
export const Holders = ({ of: position }: { of: Position }) => {
  const { holders, planned, seats, isVacant } = position;
  const free = seats - holders.filter(takesSeat).length;
  return (
    <ul class="holders" role="list">
      {holders.map((holder) => (
        <li key={`${holder.userId} ${holder.since}`}>
          <OneHolder of={holder} />
        </li>
      ))}
      {isVacant && (
        <li>
          <Vacant of={position} />
        </li>
      )}
      {!isVacant && free > 0 && <li class="muted">{texts.freeSeats(free, seats)}</li>}
      {planned.map((holder) => (
        <li key={`${holder.userId} ${holder.since}`}>
          <OneHolder of={holder} isPlanned />
        </li>
      ))}
    </ul>
  );
};

const OneHolder = ({ of: holder, isPlanned = false }: { of: Holder; isPlanned?: boolean }) => {
  const { opens } = useShell();
  const profile = `/users/${holder.userId}/edit`;
  const facts = [
    ...(holder.capacity === 'holder' ? [] : [texts.capacity[holder.capacity]]),
    ...(holder.isActive ? [] : [texts.inactive]),
  ];
  return (
    <>
      <Person
        name={holder.user}
        avatar={holder.avatar}
        {...(opens(profile) ? { to: profile } : {})}
      />
      <span class="sub">
        <span class="acts">
          {isPlanned && <State is="planned">{texts.planned}</State>}
          {facts.length > 0 && <span>{facts.join(', ')}</span>}
          <TermDays of={holder} isPlanned={isPlanned} />
        </span>
      </span>
    </>
  );
};

/** The days of a term; nothing if both ends are open. */
export const TermDays = ({
  of: { since, until },
  isPlanned = false,
}: {
  of: Pick<Term, 'since' | 'until'>;
  isPlanned?: boolean;
}) => {
  const words = dayInWords;
  if (since !== null && until !== null)
    return <span>{texts.term.between(words(since), words(until))}</span>;
  if (since !== null) return <span>{texts.term[isPlanned ? 'from' : 'since'](words(since))}</span>;
  return until === null ? null : <span>{texts.term.until(words(until))}</span>;
};

const Vacant = ({ of: { isMandatory, lastDay, holders } }: { of: Position }) => {
  const words =
    lastDay === null || holders.length > 0
      ? texts.vacant
      : texts.vacantSince(dayInWords(daysLater(lastDay, 1)));
  return isMandatory ? <State is="warning">{words}</State> : <span class="muted">{words}</span>;
};
