import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { Markdown } from '../markdown/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, single, useField } from '../ui/form-state.ts';
import { TextAreaField } from '../ui/text-field.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import { MinutesFrame } from './frame.tsx';
import type { Minutes, MinutesSection } from './minutes.ts';
import { titleOf } from './present.ts';
import { mostContent } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.section;

interface SectionPageProps {
  readonly committee: Committee;
  readonly minutes: Minutes;
  readonly section: MinutesSection;
  /** The submitted form; omitted: the stored section. */
  readonly state?: FormState | undefined;
  /** Another user saved the section while the form was open. */
  readonly meanwhile?: {
    readonly by: string | undefined;
    /** The text that the form was opened with; `undefined` if the form did not say. */
    readonly base: string | undefined;
    readonly typed: string;
  };
}

/**
 * The form of a section. After a conflict it shows what each of the two users changed, and keeps the
 * typed text; saving again overwrites (spec minutes#editing).
 */
export const sectionPage = (props: SectionPageProps): VNode => {
  const { committee, minutes, section, meanwhile } = props;
  const { state = freshForm({ content: section.content }) } = props;
  const title = titleOf(section);
  const to = `/minutes/${minutes.id}/sections/${section.id}`;
  const preview = `${to}/preview`;
  return (
    <MinutesFrame committee={committee} minutes={minutes} title={words.editNamed(title)} isBelow>
      <Form
        wide
        id="section"
        to={to}
        state={state}
        draft={`minutes section ${section.id} ${section.version}`}
        hidden={seen(section, meanwhile === undefined ? state : undefined)}
      >
        {meanwhile !== undefined && <Meanwhile {...meanwhile} section={section} title={title} />}
        <div class="beside" data-live={preview}>
          <TextAreaField
            name="content"
            label={words.content}
            help={words.help}
            rows={18}
            most={mostContent}
            optional
          />
          <Preview />
        </div>
        <div class="acts">
          <Button kind="primary" type="submit">
            {meanwhile === undefined ? words.submit : words.saveOver}
          </Button>
          <Button type="submit" formaction={preview} formnovalidate>
            {words.preview}
          </Button>
          <LinkButton to={`/minutes/${minutes.id}`} kind="quiet">
            {words.cancel}
          </LinkButton>
        </div>
      </Form>
    </MinutesFrame>
  );
};

/** The version and the text that the form was opened with. */
const seen = (section: MinutesSection, sent: FormState | undefined): Record<string, string> => ({
  version: single(sent?.values['version']) || section.version,
  base: sent?.values['base'] === undefined ? section.content : single(sent.values['base']),
});

type MeanwhileProps = NonNullable<SectionPageProps['meanwhile']> & {
  readonly section: MinutesSection;
  readonly title: string;
};

/** Three texts: the one that both began with, the version of the other user, and the input. */
const Meanwhile = ({ by, base, typed, section, title }: MeanwhileProps) => (
  <Conflict thing={words.thing(title)} by={by}>
    <div class="beside">
      <section aria-labelledby="theirs">
        <h3 id="theirs">{words.theirs}</h3>
        <WordDiff before={base ?? typed} after={section.content} label={words.theirs} />
      </section>
      {base !== undefined && (
        <section aria-labelledby="mine">
          <h3 id="mine">{words.mine}</h3>
          <WordDiff before={base} after={typed} label={words.mine} />
        </section>
      )}
    </div>
  </Conflict>
);

/** The text as it will look: beside the field with JavaScript, after “Preview text” without. */
const Preview = () => {
  const text = single(useField('content').value);
  return (
    <section class="preview" aria-labelledby="preview-title">
      <h3 id="preview-title" class="label">
        {words.previewTitle}
      </h3>
      <div id="preview" class="panel" data-live-part="">
        {text.trim() === '' ? (
          <p class="muted">{words.previewEmpty}</p>
        ) : (
          <Markdown text={text} headings={3} />
        )}
      </div>
    </section>
  );
};
