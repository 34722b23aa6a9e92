import { Button } from '../../ui/button.tsx';
import { HiddenFields } from '../../ui/form.tsx';
import { PostButton } from '../../ui/post-button.tsx';
import { Section } from '../../ui/section.tsx';
import { State } from '../../ui/word.tsx';
import type { Meeting } from '../meeting.ts';
import type { Reader } from '../reader.ts';
import type { Speaker } from '../speaker.ts';
import { texts } from '../texts.ts';

const words = texts.live;

interface SpeakersProps {
  /** Address of the live view. */
  readonly address: string;
  readonly meeting: Pick<Meeting, 'speakers'>;
  readonly may: Reader;
  readonly isRunning: boolean;
}

/** Who has the floor, and who waits for it (spec meetings#speakers). */
export const SpeakersSection = ({ address, meeting, may, isRunning }: SpeakersProps) => {
  const { speakers } = meeting;
  const waiting = speakers.filter(({ beganAt }) => beganAt === null);
  const isListed = speakers.some(({ userId }) => userId === may.id);
  return (
    <Section id="speakers" title={words.speakers}>
      {speakers.length === 0 && <p class="small muted">{words.noSpeakers}</p>}
      <ul class="rows" role="list">
        {speakers.map((speaker) => (
          <li key={speaker.id}>
            <span class="grow">
              {speaker.user}
              <span class="sub muted">
                {speaker.beganAt === null ? (
                  words.waiting(waiting.indexOf(speaker) + 1)
                ) : (
                  <State is="working" tone="going">
                    {words.speaking}
                  </State>
                )}
              </span>
            </span>
            {isRunning && <Acts {...{ address, speaker, may }} />}
          </li>
        ))}
      </ul>
      {isRunning && !isListed && (
        <PostButton to={`${address}/speakers`} class="gap-t">
          {words.ask}
        </PostButton>
      )}
    </Section>
  );
};

const Acts = ({
  address,
  speaker: { id, user, userId, beganAt },
  may,
}: {
  address: string;
  speaker: Speaker;
  may: Reader;
}) => {
  const isOwn = userId === may.id;
  if (!may.agenda && !isOwn) return null;
  return (
    <form class="acts" method="post" action={`${address}/speakers/${id}`}>
      <HiddenFields />
      {may.agenda && beganAt === null && (
        <Button type="submit" small name="to" value="give">
          {words.giveShort}
          <span class="vh">: {user}</span>
        </Button>
      )}
      <Button type="submit" small kind="quiet" name="to" value="end">
        {isOwn && beganAt === null ? words.leave : words.endShort}
        <span class="vh">: {user}</span>
      </Button>
    </form>
  );
};
