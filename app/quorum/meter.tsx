import { Fold } from '../ui/accordion.tsx';
import { Section } from '../ui/section.tsx';
import { State, type StateProps } from '../ui/word.tsx';
import type { Quorum, QuorumState, Seat } from './quorum.ts';
import { isTaken } from './rules.ts';
import { texts } from './texts.ts';

const looks = {
  met: { is: 'done', tone: 'good' },
  missing: { is: 'warning', tone: 'warning' },
  unknown: { is: 'waiting' },
  'not-required': { is: 'planned' },
} as const satisfies Record<QuorumState, Pick<StateProps, 'is' | 'tone'>>;

interface QuorumMeterProps {
  readonly of: Quorum;
  /** Id of the heading. @default quorum */
  readonly id?: string;
  /** Heading, where a page has several. @default Quorum */
  readonly title?: string;
  /** Whether the list of seats is open. */
  readonly open?: boolean;
}

/** Whether there is a quorum, how many are missing, and who is present (spec quorum#meter). */
export const QuorumMeter = ({
  of,
  id = 'quorum',
  title = texts.title,
  open = false,
}: QuorumMeterProps) => {
  const { state, present, filled, needed, lacking, seats } = of;
  const isCounted = state === 'met' || state === 'missing';
  return (
    <Section id={id} title={title}>
      <p>
        <State {...looks[state]}>
          <strong>{isCounted ? texts.state[state](present, filled) : texts.state[state]}</strong>
        </State>
      </p>
      {isCounted && (
        <progress
          class="meter"
          max={Math.max(filled, needed, 1)}
          value={present}
          aria-label={texts.meter}
        >
          {texts.meterValue(present, filled)}
        </progress>
      )}
      {state !== 'not-required' && (
        <p class="small muted">
          {[
            ...(needed > 0 ? [texts.needed(needed)] : []),
            ...(state === 'missing' && lacking.length > 0 ? [texts.lacking(lacking)] : []),
            ...(isCounted ? missingIn(seats) : []),
          ].join(' ')}
        </p>
      )}
      {seats.length > 0 && (
        <Fold title={texts.who(seats.length)} open={open}>
          <dl class="meta small">
            {seats.map((seat, place) => (
              <SeatLine key={`${place}`} of={seat} />
            ))}
          </dl>
        </Fold>
      )}
    </Section>
  );
};

/** Voting positions that nobody sits in, by the reason. */
const missingIn = (seats: readonly Seat[]): readonly string[] =>
  (['excused', 'absent', 'vacant'] as const).flatMap((state) => {
    const labels = seats
      .filter((seat) => seat.isVoting && seat.state === state)
      .map(({ position }) => position);
    return labels.length === 0 ? [] : [texts.absent[state]([...new Set(labels)])];
  });

const SeatLine = ({ of: { position, isVoting, state, holder, by } }: { readonly of: Seat }) => (
  <>
    <dt>{position}</dt>
    <dd>
      <State {...(isTaken({ state }) ? { is: 'done', tone: 'good' } : { is: 'waiting' })}>
        {texts.seat[state]}
      </State>{' '}
      {holder !== undefined && (
        <span class="muted">{by === undefined ? holder : texts.byPerson(holder, by)}</span>
      )}
      {!isVoting && <span class="muted"> ({texts.advisory})</span>}
    </dd>
  </>
);
