import { AttachedFiles, type ListedFile } from '../attachments/index.ts';
import { Markdown } from '../markdown/index.ts';
import type { OptionSection } from '../options/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Section } from '../ui/section.tsx';
import { State } from '../ui/word.tsx';
import type { Preference } from './rules.ts';
import { texts } from './texts.ts';

interface OptionsSectionProps {
  readonly preferences: readonly Preference[];
  readonly members: number;
  /** How many opinions there are. */
  readonly opinions: number;
  /** Id of the course of action that was chosen. */
  readonly selected: string | undefined;
  /** Address of the form of a new one; `undefined`: the reader may not add one. */
  readonly add: string | undefined;
  /** Address below which each one has its amendments. */
  readonly amend: string;
  /** Of the point and its courses of action. */
  readonly files: readonly ListedFile[];
  /** Whether the reader may attach files to courses of action now. */
  readonly mayAttach: boolean;
}

/** The courses of action, each with how many prefer it (spec agenda#options). */
export const OptionsSection = ({
  preferences,
  members,
  opinions,
  selected,
  add,
  amend,
  files,
  mayAttach,
}: OptionsSectionProps) => (
  <Section
    id="options"
    title={texts.options.title}
    {...(preferences.length === 0
      ? {}
      : {
          count: texts.options.lead(preferences.length, opinions, members),
          end: add !== undefined && (
            <LinkButton to={add} icon="plus" small>
              {texts.actions.addOption}
            </LinkButton>
          ),
        })}
  >
    {preferences.length === 0 ? (
      <EmptyState
        icon="workflow"
        title={texts.options.none}
        action={
          add !== undefined && (
            <LinkButton to={add} icon="plus">
              {texts.actions.addOption}
            </LinkButton>
          )
        }
      >
        {texts.options.advice}
      </EmptyState>
    ) : (
      <div class="coas">
        {preferences.map((preference) => (
          <OptionCard
            key={preference.option.id}
            of={preference}
            total={preferences.reduce((sum, { count }) => sum + count, 0)}
            isChosen={preference.option.id === selected}
            amend={amend}
            files={files}
            mayAttach={mayAttach}
          />
        ))}
      </div>
    )}
  </Section>
);

interface CardProps extends Pick<OptionsSectionProps, 'amend' | 'files' | 'mayAttach'> {
  readonly of: Preference;
  readonly total: number;
  readonly isChosen: boolean;
}

const OptionCard = ({
  of: { option, key, count, percent },
  total,
  isChosen,
  amend,
  files,
  mayAttach,
}: CardProps) => (
  <article class="coa">
    <span class="key" aria-hidden="true">
      {key}
    </span>
    <div>
      <h3>
        <span class="vh">{key}. </span>
        {option.title}
      </h3>
      {isChosen && (
        <p>
          <State is="done" tone="good">
            {texts.options.chosen}
          </State>
        </p>
      )}
      <Markdown text={option.description} headings={3} />
      {option.sections.length > 0 && (
        <Fold title={texts.options.sections(option.sections.length)}>
          {option.sections.map((section) => (
            <SectionText key={section.id} of={section} level={4} />
          ))}
        </Fold>
      )}
      <AttachedFiles
        of={files.filter(({ entityId }) => entityId === option.id)}
        owner={option.id}
        mayChange={mayAttach}
        name={key}
      />
    </div>
    <div class="small">
      <div class="acts">
        <strong>{texts.options.prefer(count)}</strong>
        <span class="muted end">{texts.options.percent(percent)}</span>
      </div>
      <progress
        class="meter"
        max={Math.max(total, 1)}
        value={count}
        aria-label={texts.options.meter(key)}
      >
        {texts.options.of(count, total)}
      </progress>
      <p>
        <a href={`${amend}/${option.id}/amendments`}>
          {texts.options.amendments}
          <span class="vh"> {key}</span>
        </a>
      </p>
    </div>
  </article>
);

/** A section of a course of action, with its subsections. */
const SectionText = ({ of, level }: { readonly of: OptionSection; readonly level: 4 | 5 }) => (
  <section>
    {level === 4 ? <h4>{of.title}</h4> : <h5 class="label">{of.title}</h5>}
    <Markdown text={of.content} headings={3} />
    {of.parts.map((part) => (
      <SectionText key={part.id} of={part} level={5} />
    ))}
  </section>
);
