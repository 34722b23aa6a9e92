import type { Committee } from '../authority/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import type { Meeting } from './meeting.ts';
import { texts } from './texts.ts';

const words = texts.detail;

interface MinutesSectionProps {
  readonly committee: Committee;
  readonly meeting: Pick<Meeting, 'id' | 'minutes' | 'status'>;
  /** Whether the reader may generate them. */
  readonly mayGenerate: boolean;
  /** Whether the reader may open them. */
  readonly mayOpen: boolean;
}

/** The minutes of a meeting, or the way to them (spec meetings#page). */
export const MinutesSection = ({
  committee,
  meeting,
  mayGenerate,
  mayOpen,
}: MinutesSectionProps) => {
  const { id, minutes, status } = meeting;
  const generate = `/tor/${committee.id}/meetings/${id}/minutes/generate`;
  if (minutes !== null)
    return (
      <Section id="minutes" title={words.minutes}>
        <p class="acts">
          {minutes.label}
          {mayOpen && (
            <LinkButton to={`/minutes/${minutes.id}`} small>
              {words.openMinutes}
            </LinkButton>
          )}
        </p>
      </Section>
    );
  return (
    <Section id="minutes" title={words.minutes}>
      <p class="muted">{status === 'completed' ? words.canGenerate : words.noMinutes}</p>
      {status === 'completed' && mayGenerate && (
        <PostButton to={generate} class="acts gap-t">
          {words.generate}
        </PostButton>
      )}
    </Section>
  );
};
