import { RadiosField, SelectField } from '../../ui/choice-field.tsx';
import { Form } from '../../ui/form.tsx';
import { freshForm } from '../../ui/form-state.ts';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { State } from '../../ui/word.tsx';
import { answers, type StoredAnswer } from '../answer.ts';
import type { RollCallLine } from '../attendance.ts';
import type { Meeting } from '../meeting.ts';
import { texts } from '../texts.ts';

const words = texts.answers;

interface AnswersSectionProps {
  /** Address of the meeting. */
  readonly address: string;
  readonly meeting: Pick<Meeting, 'answers' | 'status'>;
  readonly lines: readonly RollCallLine[];
  /** Id of the reader. */
  readonly reader: string;
}

/** Who comes, and the reader's own answer; before a meeting begins (spec meetings#answers). */
export const AnswersSection = ({ address, meeting, lines, reader }: AnswersSectionProps) => {
  const given = meeting.answers;
  const own = lines.find(({ userId }) => userId === reader);
  const accepted = given.filter(({ answer }) => answer === 'accepted').length;
  return (
    <Section
      id="answers"
      title={words.title}
      count={given.length > 0 ? words.count(accepted, lines.length) : undefined}
    >
      {given.length === 0 ? (
        <p class="small muted">{words.none}</p>
      ) : (
        <ul class="rows" role="list">
          {given.map((answer) => (
            <Line key={answer.userId} of={answer} lines={lines} />
          ))}
        </ul>
      )}
      {own !== undefined && (
        <OwnAnswer
          address={address}
          line={own}
          given={given.find(({ userId }) => userId === reader)}
        />
      )}
    </Section>
  );
};

const looks = {
  accepted: { is: 'done', tone: 'good' },
  tentative: { is: 'waiting' },
  declined: { is: 'ended' },
} as const;

const Line = ({
  of: { user, userId, answer, substitute, note },
  lines,
}: {
  of: StoredAnswer;
  lines: readonly RollCallLine[];
}) => {
  const stands = lines
    .find((line) => line.userId === userId)
    ?.substitutes.find(({ username }) => username === substitute);
  const more = [stands === undefined ? '' : words.instead(stands.user), note];
  const shown = more.filter((part) => part !== '').join(', ');
  return (
    <li>
      <span class="grow">
        {user}
        {shown !== '' && <span class="sub muted">{shown}</span>}
      </span>
      <State {...looks[answer]}>{words.answer[answer]}</State>
    </li>
  );
};

const OwnAnswer = ({
  address,
  line,
  given,
}: {
  address: string;
  line: RollCallLine;
  given: StoredAnswer | undefined;
}) => (
  <Form
    id="answer"
    to={`${address}/answer`}
    label={words.own}
    submit={words.submit}
    guard={false}
    state={freshForm({
      ...{ answer: given?.answer ?? '', substitute: given?.substitute ?? '' },
      note: given?.note ?? '',
    })}
  >
    <RadiosField
      name="answer"
      label={words.own}
      options={answers.map((value) => ({ value, label: words.choose[value] }))}
    />
    {line.substitutes.length > 0 && (
      <SelectField
        name="substitute"
        label={words.substitute}
        help={words.substituteHelp}
        empty={words.noSubstitute}
        options={line.substitutes.map(({ username, user }) => ({ value: username, label: user }))}
        optional
      />
    )}
    <TextField name="note" label={words.note} most={500} optional />
  </Form>
);
