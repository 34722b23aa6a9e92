import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { ComboboxField, RadiosField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { ConfirmPage, QuestionPage } from '../ui/question-page.tsx';
import { TextField } from '../ui/text-field.tsx';
import { capacities, type Holder, type PositionView } from './position.ts';
import { texts } from './texts.ts';

const { fields } = texts;

interface QuestionProps {
  readonly committee: Committee;
  readonly view: PositionView;
  readonly back: string;
  readonly state?: FormState | undefined;
}

/** Crumbs of a question about a position. */
const crumbsOf = ({ id, label }: Committee) => [
  { label, to: `/tor/${id}` },
  { label: texts.title, to: `/tor/${id}/positions` },
];

/** Asks who fills a position, and when; a page, or a dialog over the list (spec positions#assign). */
export const assignPage = ({ committee, view, back, state }: QuestionProps): VNode => {
  const { position, candidates, today, zone } = view;
  const path = `/tor/${committee.id}/functions/${position.id}`;
  const title = texts.assign.title(position.label);
  return (
    <QuestionPage title={title} crumbs={crumbsOf(committee)}>
      {candidates.length === 0 ? (
        <>
          <p>{texts.assign.none}</p>
          <div class="acts">
            <LinkButton to={back}>{texts.assign.close}</LinkButton>
          </div>
        </>
      ) : (
        <Form
          to={`${path}/assign`}
          id="assign"
          submit={texts.assign.submit}
          cancel={back}
          guard={false}
          hidden={{ back }}
          state={state ?? freshForm({ since: today, capacity: 'holder' })}
        >
          <ComboboxField
            name="user_id"
            label={fields.user}
            help={fields.userHelp}
            width="full"
            options={candidates}
            source={`/tor/${committee.id}/candidates`}
          />
          <TextField
            name="since"
            label={fields.since}
            help={fields.sinceHelp(zone.replaceAll('_', ' '))}
            type="date"
            width="s"
          />
          <TextField
            name="until"
            label={fields.until}
            help={fields.untilHelp}
            type="date"
            width="s"
            optional
          />
          <RadiosField
            name="capacity"
            label={fields.capacity}
            options={capacities.map((value) => ({
              value,
              label: texts.capacity[value],
              help: texts.capacityHelp[value],
            }))}
          />
        </Form>
      )}
    </QuestionPage>
  );
};

interface VacatePageProps extends QuestionProps {
  /** The term that ends. */
  readonly term: Holder;
  readonly isPlanned: boolean;
}

/** Asks on which day a term ends (spec positions#vacate). */
export const vacatePage = (props: VacatePageProps): VNode => {
  const { committee, view, term, isPlanned, back, state } = props;
  const { position, today, zone } = view;
  const words = texts.vacate;
  const title = isPlanned
    ? words.plannedTitle(term.user, position.label)
    : words.title(term.user, position.label);
  return (
    <QuestionPage title={title} crumbs={crumbsOf(committee)} short={position.label}>
      <p>{isPlanned ? words.plannedBody : words.body(term.user)}</p>
      <Form
        to={`/tor/${committee.id}/functions/${position.id}/vacate`}
        id="vacate"
        submit={isPlanned ? words.cancelTerm : words.submit}
        tone="destroy"
        cancel={back}
        guard={false}
        hidden={{ back, user_id: term.userId, term: term.since ?? '' }}
        state={state ?? freshForm({ until: today })}
      >
        {!isPlanned && (
          <TextField
            name="until"
            label={fields.until}
            help={fields.sinceHelp(zone.replaceAll('_', ' '))}
            type="date"
            width="s"
          />
        )}
      </Form>
    </QuestionPage>
  );
};

/** Asks before a position is deleted. */
export const deletePositionPage = ({
  committee,
  view: { position },
  back,
}: QuestionProps): VNode => {
  const words = texts.deletion;
  return (
    <ConfirmPage
      title={words.title(position.label)}
      crumbs={crumbsOf(committee)}
      short={position.label}
      to={`/tor/${committee.id}/functions/${position.id}/delete`}
      fields={{ back }}
      confirm={words.confirm}
      keep={words.keep}
      back={back}
    >
      <p>{words.body}</p>
    </ConfirmPage>
  );
};
