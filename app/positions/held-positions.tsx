import { Rows } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { State } from '../ui/word.tsx';
import { TermDays } from './holders.tsx';
import type { HeldTerm, SoleCapability } from './position.ts';
import { texts } from './texts.ts';

/** The positions of a user today, planned and former ones, for the user's page (spec positions#users). */
export const HeldPositions = ({
  terms,
  stops,
}: {
  terms: readonly HeldTerm[];
  stops: readonly SoleCapability[];
}) => (
  <Section id="positions" title={texts.held.title}>
    <div class="stack">
      {terms.length === 0 ? <p class="muted">{texts.held.none}</p> : <HeldTerms of={terms} />}
      <SoleCapabilities of={stops} />
    </div>
  </Section>
);

const HeldTerms = ({ of: terms }: { of: readonly HeldTerm[] }) => {
  const { opens } = useShell();
  return (
    <Rows
      of={terms.map((term) => {
        const tab = `/tor/${term.committeeId}/positions`;
        return {
          key: `${term.positionId} ${term.since}`,
          text: texts.held.position(term.position, term.committee),
          sub: <TermFacts of={term} />,
          ...(opens(tab) ? { to: tab } : {}),
        };
      })}
    />
  );
};

const TermFacts = ({ of: term }: { of: HeldTerm }) => (
  <span class="acts">
    {term.stage === 'planned' && <State is="planned">{texts.planned}</State>}
    {term.stage === 'former' && <State is="ended">{texts.former}</State>}
    {term.capacity !== 'holder' && <span>{texts.capacity[term.capacity]}</span>}
    <TermDays of={term} isPlanned={term.stage === 'planned'} />
  </span>
);

/** Capabilities that nobody has once a user leaves; nothing if each has another user. */
export const SoleCapabilities = ({ of: stops }: { of: readonly SoleCapability[] }) => {
  if (stops.length === 0) return null;
  const committees = [...new Set(stops.map(({ committee }) => committee))];
  return (
    <Note tone="warning">
      {texts.held.stops}
      <ul>
        {committees.map((committee) => (
          <li key={committee}>
            {texts.held.stopsIn(
              committee,
              stops
                .filter((stop) => stop.committee === committee)
                .map(({ capability }) => texts.capability[capability]),
            )}
          </li>
        ))}
      </ul>
    </Note>
  );
};
