import type { Committee } from '../authority/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import type { Meeting } from './meeting.ts';
import { texts } from './texts.ts';

const words = texts.pack;

interface PackSectionProps {
  readonly committee: Committee;
  readonly meeting: Pick<Meeting, 'id' | 'pack' | 'status' | 'entries'>;
  /** Whether the reader may issue one. */
  readonly mayIssue: boolean;
}

/** The latest pack of a meeting, and the way to a new one (spec meeting-pack#page). */
export const PackSection = ({ committee, meeting, mayIssue }: PackSectionProps) => {
  const { id, pack, status, entries } = meeting;
  const packs = `/tor/${committee.id}/meetings/${id}/packs`;
  const canIssue =
    mayIssue &&
    ['confirmed', 'in_progress'].includes(status) &&
    entries.some(({ kind }) => kind === 'point');
  if (pack === null && !canIssue) return null;
  return (
    <Section id="pack" title={words.title}>
      <p class={pack === null ? 'muted' : undefined}>
        {pack === null ? (
          words.none
        ) : (
          <>
            {words.issued(pack.number, pack.issuedBy)}{' '}
            <Time at={new Date(pack.issuedAt)} style="moment" inSentence />
          </>
        )}
      </p>
      <p class="acts gap-t">
        {pack !== null && <LinkButton to={`${packs}/${pack.number}`}>{words.open}</LinkButton>}
        {canIssue && (
          <LinkButton to={`${packs}/new`} {...(pack === null ? {} : { kind: 'quiet' as const })}>
            {pack === null ? words.issue : words.again}
          </LinkButton>
        )}
      </p>
    </Section>
  );
};
