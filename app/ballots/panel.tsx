import { Fold } from '../ui/accordion.tsx';
import { Button } from '../ui/button.tsx';
import { CardsField, Check, CheckField, ChecksField, SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { freshForm } from '../ui/form-state.ts';
import { DescriptionList } from '../ui/list.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { State } from '../ui/word.tsx';
import { type Ballot, majorities, methods, type Result, type VotingSeat } from './ballot.ts';
import { resultOf, seatsFor } from './rules.ts';
import { VotesBySeat } from './seats.tsx';
import { texts } from './texts.ts';

interface BallotsSectionProps {
  /** Newest first. */
  readonly of: readonly Ballot[];
  /** Address of the agenda point. */
  readonly to: string;
  /** The page that shows them, if it is another one; forms return to it. */
  readonly back?: string;
  /** Id of the reader. */
  readonly reader: string;
  readonly mayLead: boolean;
  /** Whether a ballot may be opened: the point is not decided. */
  readonly isOpen: boolean;
  readonly options: readonly { readonly id: string; readonly title: string }[];
}

/** The ballots on an agenda point, and the form of a new one (spec ballots#page). */
export const BallotsSection = (props: BallotsSectionProps) => {
  const { of, mayLead, isOpen, options } = props;
  const canOpen =
    mayLead && isOpen && options.length > 0 && of.every(({ closedAt }) => closedAt !== null);
  if (of.length === 0 && !canOpen) return null;
  return (
    <Section id="ballots" title={texts.title}>
      {of.map((ballot) => (
        <BallotCard key={ballot.id} {...props} ballot={ballot} />
      ))}
      {canOpen && (
        <Fold title={texts.open} id="ballot-new">
          <OpenForm {...props} />
        </Fold>
      )}
    </Section>
  );
};

type CardProps = BallotsSectionProps & { readonly ballot: Ballot };

const BallotCard = (props: CardProps) => {
  const { ballot, to, mayLead, reader, back } = props;
  const { method, majority, isSecret, closedAt, electorate, voters, result } = ballot;
  const hidden = backTo(back);
  const at = `${to}/ballots/${ballot.id}`;
  return (
    <section class="panel stack">
      <p class="acts">
        {closedAt === null ? (
          <State is="working" tone="going">
            {texts.state.open}
          </State>
        ) : (
          <State is="done">{texts.state.closed}</State>
        )}
        <span>{texts.method[method]}</span>
        <span>{texts.majority[majority]}</span>
        {isSecret && <span>{texts.secret}</span>}
        <span class="muted">{texts.cast(voters.length, electorate.length)}</span>
      </p>
      {result !== null && <ResultText of={ballot} result={result} />}
      {result === null && !isSecret && voters.length > 0 && (
        <>
          <p class="small muted">{texts.soFar}</p>
          <Tallies of={ballot} result={resultOf(ballot, [])} />
        </>
      )}
      {closedAt === null &&
        seatsFor(ballot, reader).map((seat) => (
          <VoteForm key={seat.seat} {...{ ballot, seat, at, reader, hidden }} />
        ))}
      <Fold title={texts.who} id={`seats-${ballot.id}`}>
        <VotesBySeat of={ballot} />
      </Fold>
      {mayLead && (
        <PostButton to={`${at}/${closedAt === null ? 'close' : 'recount'}`} fields={hidden} small>
          {closedAt === null ? texts.close : texts.recount}
        </PostButton>
      )}
    </section>
  );
};

const backTo = (back: string | undefined): Readonly<Record<string, string>> =>
  back === undefined ? {} : { back };

const titleIn = ({ options }: Ballot, id: string): string =>
  options.find((one) => one.id === id)?.title ?? id;

interface ResultProps {
  readonly of: Ballot;
  readonly result: Result;
}

const ResultText = ({ of, result }: ResultProps) => (
  <>
    <p>
      <State {...(result.winner === null ? { is: 'ended' } : { is: 'done', tone: 'good' })}>
        <strong>
          {result.winner === null ? texts.rejected : texts.chosen(titleIn(of, result.winner))}
        </strong>
      </State>
    </p>
    <p class="small muted">{texts.reason[result.reason]}</p>
    <Tallies of={of} result={result} />
  </>
);

/** The votes of each course of action in the last round, and those against. */
const Tallies = ({ of, result }: ResultProps) => (
  <DescriptionList
    of={[
      ...(result.rounds.at(-1)?.tallies ?? []).map(
        ({ option, votes }) => [titleIn(of, option), texts.tally(votes)] as const,
      ),
      ...(result.against > 0 ? [[texts.against, texts.tally(result.against)] as const] : []),
      ...(result.abstained > 0 ? [[texts.abstained, texts.tally(result.abstained)] as const] : []),
    ]}
  />
);

interface VoteFormProps {
  readonly ballot: Ballot;
  readonly seat: VotingSeat;
  readonly at: string;
  readonly reader: string;
  readonly hidden: Readonly<Record<string, string>>;
}

const VoteForm = ({ ballot, seat, at, reader, hidden }: VoteFormProps) => {
  const id = `vote-${ballot.id}-${seat.seat.replace(':', '-')}`;
  const label = texts.voteFor(seat.position, seat.holder);
  const isOwn = seat.holderId === reader;
  const others = ballot.electorate.filter(({ holderId }) => holderId !== reader);
  return (
    <>
      <Form
        to={`${at}/vote`}
        id={id}
        hidden={{ ...hidden, seat: seat.seat }}
        submit={texts.vote}
        label={label}
      >
        <fieldset class="field">
          <legend class="label">{label}</legend>
          <div class="w-full">
            {ballot.method === 'yes_no' &&
              (['yes', 'no'] as const).map((answer) => (
                <Check
                  key={answer}
                  type="radio"
                  name="answer"
                  value={answer}
                  label={texts.answers[answer]}
                />
              ))}
            {ballot.method === 'approval' &&
              ballot.options.map((option) => (
                <Check key={option.id} name="options" value={option.id} label={option.title} />
              ))}
            {ballot.method === 'ranked' &&
              ballot.options.map((option) => (
                <label key={option.id} class="check">
                  <input
                    class="input w-xs"
                    type="text"
                    inputMode="numeric"
                    name={`rank_${option.id}`}
                    aria-label={texts.rank(option.title)}
                    autoComplete="off"
                  />
                  <span>{option.title}</span>
                </label>
              ))}
            <Check type="radio" name="answer" value="abstain" label={texts.answers.abstain} />
          </div>
        </fieldset>
      </Form>
      {isOwn && (
        <Form
          to={`${at}/proxy`}
          id={`${id}-proxy`}
          hidden={{ ...hidden, seat: seat.seat }}
          guard={false}
          label={texts.nameProxy}
        >
          {others.length > 0 && (
            <SelectField
              name="user_id"
              label={texts.fields.proxy}
              width="m"
              optional
              empty="–"
              options={others.map(({ holderId, holder }) => ({ value: holderId, label: holder }))}
            />
          )}
          <div class="acts">
            {others.length > 0 && (
              <Button type="submit" small>
                {texts.nameProxy}
              </Button>
            )}
            <Button type="submit" small kind="quiet" formaction={`${at}/recuse`} formnovalidate>
              {texts.recuse}
            </Button>
          </div>
        </Form>
      )}
    </>
  );
};

const OpenForm = ({ to, options, back }: BallotsSectionProps) => (
  <Form
    to={`${to}/ballots`}
    id="ballot"
    hidden={backTo(back)}
    state={freshForm({ method: 'yes_no', majority: 'simple' })}
    submit={texts.open}
  >
    <CardsField
      name="method"
      label={texts.fields.method}
      options={methods.map((value) => ({
        ...{ value, label: texts.method[value], help: texts.methodHelp[value] },
      }))}
    />
    <SelectField
      name="majority"
      label={texts.fields.majority}
      width="m"
      options={majorities.map((value) => ({ value, label: texts.majority[value] }))}
    />
    <ChecksField
      name="coa_ids"
      label={texts.fields.option}
      optional
      options={options.map(({ id, title }) => ({ value: id, label: title }))}
    />
    <CheckField name="is_secret" label={texts.fields.isSecret} help={texts.fields.isSecretHelp} />
    <CheckField name="is_weighted" label={texts.fields.isWeighted} />
    <CheckField
      name="has_casting_vote"
      label={texts.fields.castingVote}
      help={texts.fields.castingVoteHelp}
    />
  </Form>
);
