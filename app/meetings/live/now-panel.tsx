import type { Committee } from '../../authority/index.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Form } from '../../ui/form.tsx';
import { type FormState, freshForm, single } from '../../ui/form-state.ts';
import { Note } from '../../ui/note.tsx';
import { PostButton } from '../../ui/post-button.tsx';
import { Section } from '../../ui/section.tsx';
import { useShell } from '../../ui/shell-context.ts';
import { TextAreaField } from '../../ui/text-field.tsx';
import { Time } from '../../ui/time.tsx';
import { StatusMark } from '../../workflow/index.ts';
import type { AgendaPlan, Planned } from '../agenda/rules.ts';
import type { Meeting } from '../meeting.ts';
import type { Reader } from '../reader.ts';
import { texts } from '../texts.ts';
import { Timer } from './timer.tsx';

const words = texts.live;

interface NowPanelProps {
  readonly meeting: Pick<Meeting, 'itemStatuses'>;
  readonly committee: Committee;
  readonly plan: AgendaPlan;
  readonly may: Reader;
  /** Address of the live view. */
  readonly address: string;
  readonly notes?: { readonly entry: string; readonly state: FormState } | undefined;
}

/** The current item: its time, what can be done with it, and its notes. */
export const NowPanel = ({ committee, meeting, plan, may, address, notes }: NowPanelProps) => {
  const refused = plan.entries.find(({ id }) => id === notes?.entry);
  const current = refused ?? plan.current;
  if (current === undefined)
    return (
      <Section id="now" title={words.nowTitle}>
        <EmptyState
          icon="clock"
          title={words.nothing}
          action={may.agenda && <Next {...{ plan, address }} isFirst />}
        >
          {words.nothingAdvice}
        </EmptyState>
      </Section>
    );
  return (
    <Section id="now" title={words.now(current.title)} end={<TimeLeft of={current} />}>
      <div class="now">
        <div class="acts small">
          <About of={current} plan={plan} />
          {isClosed(current) && (
            <StatusMark definition={meeting.itemStatuses} status={current.status ?? ''} />
          )}
          <span class="end acts">
            <Links committee={committee} of={current} />
            {may.agenda && current.runningSince !== null && (
              <PostButton to={`${address}/stop`} small>
                {words.stop}
              </PostButton>
            )}
            {may.agenda && <Next {...{ plan, address }} />}
          </span>
        </div>
        {may.record ? (
          <Notes key={current.id} of={current} address={address} state={notes?.state} />
        ) : (
          <p class="prose small pre">{current.notes || words.noNotes}</p>
        )}
      </div>
    </Section>
  );
};

/** Nothing is left to decide. */
const isClosed = ({ status }: Pick<Planned, 'status'>): boolean =>
  status === 'voted' || status === 'completed';

const TimeLeft = ({ of: entry }: { of: Planned }) => (
  <span class="acts">
    <Timer of={entry} />
    {entry.minutes !== null && <span class="muted">{words.usedOf(entry.minutes)}</span>}
  </span>
);

const About = ({ of, plan }: { of: Planned; plan: AgendaPlan }) => {
  const { presenter, itemType, number, runningSince } = of;
  const parts = [
    presenter ?? '',
    itemType === 'decision' ? texts.agenda.decision : '',
    words.place(number, plan.points),
  ].filter((part) => part !== '');
  return (
    <span class="muted">
      {parts.join(', ')}
      {runningSince !== null && (
        <>
          {parts.length > 0 && ', '}
          {words.sinceWord} <Time at={new Date(runningSince)} style="time" />
        </>
      )}
    </span>
  );
};

/** Ways to the agenda point: its ballots and options are there. */
const Links = ({
  committee,
  of: { id, kind, itemType, status },
}: {
  committee: Committee;
  of: Planned;
}) => {
  const { opens } = useShell();
  const point = `/tor/${committee.id}/workflow/agenda/${id}`;
  if (kind !== 'point') return null;
  const decide = `${point}/decide`;
  return (
    <>
      {itemType === 'decision' && !isClosed({ status }) && opens(decide, committee) ? (
        <LinkButton to={decide} small>
          {words.decide}
        </LinkButton>
      ) : (
        opens(point, committee) && (
          <LinkButton to={point} small>
            {words.point}
          </LinkButton>
        )
      )}
    </>
  );
};

const Next = ({
  plan: { next },
  address,
  isFirst = false,
}: Pick<NowPanelProps, 'plan' | 'address'> & { isFirst?: boolean }) =>
  next === undefined ? null : (
    <PostButton to={`${address}/items/${next.id}/start`} kind="primary" small={!isFirst}>
      {isFirst ? words.start : words.next}
      <span class="vh">: {next.title}</span>
    </PostButton>
  );

interface NotesProps {
  readonly of: Planned;
  readonly address: string;
  readonly state: FormState | undefined;
}

/** After a refusal the form has the input, above it the stored notes. */
const Notes = ({ of: { id, notes, notesVersion }, address, state }: NotesProps) => (
  <div data-notes="">
    {state !== undefined && single(state.values['notes']) !== notes && (
      <Note tone="warning">
        <strong>{words.theirs}</strong>
        <p class="pre">{notes}</p>
      </Note>
    )}
    <Form
      wide
      id="notes"
      to={`${address}/items/${id}/notes`}
      state={state ?? freshForm({ notes })}
      hidden={{ notes_version: String(notesVersion) }}
    >
      <TextAreaField
        name="notes"
        label={words.notes}
        help={words.notesHelp}
        rows={6}
        most={10_000}
        optional
      />
      <div class="acts">
        <Button type="submit">{words.saveNotes}</Button>
        <span class="small muted" role="status" data-saved={words.savedAt} />
      </div>
    </Form>
  </div>
);
