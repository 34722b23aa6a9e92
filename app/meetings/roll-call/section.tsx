import type { QuorumPosition } from '../../quorum/index.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { Avatar } from '../../ui/person.tsx';
import { Section } from '../../ui/section.tsx';
import { State } from '../../ui/word.tsx';
import { presences, type RollCallLine } from '../attendance.ts';
import type { Meeting } from '../meeting.ts';
import { texts } from '../texts.ts';
import { presentIn, shownOf, vacantIn, valuesOf } from './rules.ts';

const words = texts.rollCall;

interface RollCallSectionProps {
  /** Address of the meeting. */
  readonly address: string;
  readonly meeting: Pick<Meeting, 'status' | 'attendance'>;
  readonly lines: readonly RollCallLine[];
  readonly mayRecord: boolean;
  /** The page that saving returns to. @default the meeting's */
  readonly back?: string;
}

const taken: readonly string[] = ['confirmed', 'in_progress', 'completed'];

/**
 * Who is there: one line for each user who fills a position on the day, and vacant positions (spec
 * meetings#roll-call).
 */
export const RollCallSection = ({
  address,
  meeting,
  lines,
  mayRecord,
  back,
}: RollCallSectionProps) => {
  const isRecorded = lines.some((line) => line.isRecorded);
  const isForm = mayRecord && taken.includes(meeting.status) && lines.length > 0;
  const list = (
    <ul class="rows roll" role="list">
      {lines.map((line) =>
        isForm ? (
          <LineFields key={line.userId} of={line} hasTimes={meeting.status !== 'confirmed'} />
        ) : (
          <LineShown key={line.userId} of={line} />
        ),
      )}
      {vacantIn(meeting.attendance.positions).map((position) => (
        <Vacant key={position.id} of={position} />
      ))}
    </ul>
  );
  return (
    <Section
      id="roll-call"
      title={words.title}
      count={isRecorded ? words.present(presentIn(lines), lines.length) : undefined}
    >
      {lines.length === 0 && <p class="muted">{words.none}</p>}
      {!isRecorded && isForm && lines.some(({ status }) => status !== undefined) && (
        <p class="small muted">{words.fromAnswers}</p>
      )}
      {isForm && meeting.status !== 'confirmed' && <p class="small muted">{words.times}</p>}
      {isForm ? (
        <Form
          wide
          id="roll"
          to={`${address}/roll-call`}
          label={words.title}
          hidden={back === undefined ? {} : { back }}
        >
          {list}
          <div class="acts">
            <Button type="submit">{words.save}</Button>
          </div>
        </Form>
      ) : (
        list
      )}
    </Section>
  );
};

const Who = ({ of: { user, positions } }: { of: RollCallLine }) => (
  <span class="grow who">
    <Avatar name={user} />
    <span>
      {user}
      <span class="sub muted">{positions.join(', ')}</span>
    </span>
  </span>
);

interface LineFieldsProps {
  readonly of: RollCallLine;
  /** Whether the meeting has begun, so that users can have come and left. */
  readonly hasTimes: boolean;
}

const LineFields = ({ of: line, hasTimes }: LineFieldsProps) => {
  const { userId, user, status, representedBy, substitutes, arrived, left } = line;
  return (
    <li>
      <Who of={line} />
      <input type="hidden" name="user" value={userId} />
      <input type="hidden" name="shown" value={shownOf(valuesOf(line))} />
      <span class="roll-fields">
        <select class="input sm" name="status" aria-label={words.statusOf(user)}>
          <option value="" selected={status === undefined}>
            {words.unknown}
          </option>
          {presences.map((presence) => (
            <option key={presence} value={presence} selected={presence === status}>
              {words.status[presence]}
            </option>
          ))}
        </select>
        <select class="input sm" name="represented_by" aria-label={words.representedBy(user)}>
          <option value="">{words.nobody}</option>
          {substitutes.map((one) => (
            <option
              key={one.username}
              value={one.username}
              selected={one.username === representedBy}
            >
              {words.represented(one.user)}
            </option>
          ))}
        </select>
      </span>
      {hasTimes && (
        <span class="roll-times">
          <Moment name="arrived" label={words.arrived} of={words.arrivedOf(user)} at={arrived} />
          <Moment name="left" label={words.left} of={words.leftOf(user)} at={left} />
        </span>
      )}
    </li>
  );
};

interface MomentProps {
  readonly name: string;
  readonly label: string;
  /** Accessible name. */
  readonly of: string;
  readonly at: string | undefined;
}

const Moment = ({ name, label, of, at = '' }: MomentProps) => (
  <label>
    <span class="small muted">{label}</span>
    <input class="input sm" type="time" name={name} aria-label={of} value={at} />
  </label>
);

const looks = {
  present: { is: 'done', tone: 'good' },
  absent: { is: 'ended', tone: 'bad' },
  excused: { is: 'ended' },
} as const;

const LineShown = ({ of: line }: { of: RollCallLine }) => {
  const { status, isRecorded, representedBy, substitutes, arrived, left } = line;
  const stands = substitutes.find(({ username }) => username === representedBy)?.user;
  return (
    <li>
      <Who of={line} />
      <span>
        {status === undefined || !isRecorded ? (
          <State is="waiting">{words.unknown}</State>
        ) : (
          <State {...looks[status]}>{words.status[status]}</State>
        )}
        {isRecorded && representedBy !== undefined && (
          <span class="sub muted">{words.represented(stands ?? representedBy)}</span>
        )}
        {arrived !== undefined && <span class="sub muted">{words.came(arrived)}</span>}
        {left !== undefined && <span class="sub muted">{words.went(left)}</span>}
      </span>
    </li>
  );
};

const Vacant = ({ of: { label, isMandatory } }: { of: QuorumPosition }) => (
  <li>
    <span class="grow">
      <State is={isMandatory ? 'warning' : 'waiting'}>{words.vacant}</State>
      <span class="sub muted">{isMandatory ? words.mandatory(label) : label}</span>
    </span>
  </li>
);
