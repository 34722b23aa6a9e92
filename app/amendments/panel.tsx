import { LinkButton } from '../ui/button.tsx';
import { Rows } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { Count, State } from '../ui/word.tsx';
import { type AmendmentLine, amendmentsOf, stateOf, type TargetPath } from './amendment.ts';
import { texts } from './texts.ts';

/** The amendments of an item, for its page. Their data is `amendmentLines` in its statement. */
export const Amendments = ({
  of,
  path,
  isOpen,
}: {
  readonly of: readonly AmendmentLine[];
  readonly path: TargetPath;
  /** Whether more can be proposed. */
  readonly isOpen: boolean;
}) => (
  <Section
    id={`amendments-${path.item}`}
    title={texts.title}
    count={<Count n={of.length} />}
    end={
      isOpen && (
        <LinkButton to={`${amendmentsOf(path)}/new`} small>
          {texts.propose}
        </LinkButton>
      )
    }
  >
    {of.length === 0 ? (
      <p class="small muted">{texts.none}</p>
    ) : (
      <AmendmentRows of={of} path={path} />
    )}
  </Section>
);

const verdicts = ({ decided, parts }: AmendmentLine): string => {
  const accepted = decided.filter(({ verdict }) => verdict === 'accepted').length;
  return texts.summary(accepted, decided.length - accepted, parts - decided.length);
};

export const AmendmentRows = ({
  of,
  path,
  opens = () => true,
}: {
  readonly of: readonly AmendmentLine[];
  readonly path: TargetPath;
  /** Whether the reader may open an address. */
  readonly opens?: (to: string) => boolean;
}) => (
  <Rows
    of={of.map((line) => ({
      key: line.id,
      lead: <AmendmentState of={line} />,
      text: texts.one.title(texts.fieldOf[line.field], line.author ?? texts.unknownUser),
      sub: verdicts(line),
      ...linkTo(`${amendmentsOf(path)}/${line.id}`, opens),
      end: <Time at={new Date(line.createdAt)} />,
    }))}
  />
);

const linkTo = (to: string, opens: (to: string) => boolean) => (opens(to) ? { to } : {});

export const AmendmentState = ({ of }: { readonly of: AmendmentLine }) => {
  const state = stateOf(of);
  return (
    <State is={state === 'open' ? 'waiting' : state === 'decided' ? 'done' : 'ended'}>
      {texts.states[state]}
    </State>
  );
};
