import type { VNode } from 'preact';
import { Button, LinkButton } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-field.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { Form } from '../../ui/form.tsx';
import { FormContext, type FormState, freshForm } from '../../ui/form-state.ts';
import { Note } from '../../ui/note.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { State } from '../../ui/word.tsx';
import { number } from '../../ui/words.ts';
import { texts } from '../texts.ts';
import type { ImportError, ImportMode, ImportResult } from '../transfer.ts';
import { modeOptions } from './import-form.tsx';
import { addUp, nameOfItem, nothing, type Tally } from './present.ts';
import { mostCarried } from './schema.ts';

/** The result of one file, or the reason for its failure. */
export interface FileOutcome {
  readonly name: string;
  readonly result?: ImportResult;
  readonly problem?: string;
}

/** An item not imported yet, as editable text. */
export interface LeftItem {
  readonly kind: ImportError['kind'];
  readonly text: string;
  readonly reason: string;
}

export interface ResultPageProps {
  readonly files: readonly FileOutcome[];
  readonly left: readonly LeftItem[];
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly problems?: FormState['problems'];
}

/** The results of an import, for browsers without JavaScript. */
export const resultPage = ({
  files,
  left,
  mode,
  dryRun,
  problems = [],
}: ResultPageProps): VNode => (
  <Page
    title={texts.result.title}
    module="data-manager"
    crumbs={[{ label: texts.title, to: '/data-manager' }]}
    action={<LinkButton to="/data-manager">{texts.result.back}</LinkButton>}
  >
    <Results files={files} left={left} mode={mode} dryRun={dryRun} problems={problems} />
  </Page>
);

/** The results, also shown at the end of a page with progress. */
export const Results = ({ files, left, mode, dryRun, problems = [] }: ResultPageProps) => (
  <>
    {dryRun && <Note>{texts.result.dryRun}</Note>}
    {files.length > 0 && (
      <>
        <Section id="result" title={texts.result.title} quiet>
          <Counts
            of={files
              .flatMap(({ result }) => (result === undefined ? [] : [result]))
              .reduce<Tally>(addUp, nothing)}
          />
        </Section>
        <Section id="files" title={texts.result.files}>
          <SimpleTable
            caption={texts.result.files}
            of={files}
            rowKey={({ name }) => name}
            columns={fileColumns}
          />
        </Section>
      </>
    )}
    {left.length > 0 && (
      <LeftItems
        left={left.slice(0, mostCarried)}
        all={left.length}
        mode={mode}
        dryRun={dryRun}
        problems={problems}
      />
    )}
  </>
);

const count = (key: 'created' | 'updated' | 'skipped') => ({
  label: texts.result.counts[key],
  number: true,
  cell: ({ result }: FileOutcome) => (result === undefined ? '–' : number(result[key])),
});

const fileColumns = [
  { label: texts.result.file, header: true, cell: ({ name }: FileOutcome) => name },
  {
    label: texts.result.state,
    cell: ({ result, problem }: FileOutcome) =>
      result === undefined ? (
        <>
          <State is="bad" tone="bad">
            {texts.progress.notImported}
          </State>
          <span class="sub">{problem}</span>
        </>
      ) : (
        <ResultState {...result} />
      ),
  },
  count('created'),
  count('updated'),
  count('skipped'),
];

const ResultState = ({ committed, dryRun, error_count: errors }: ImportResult) => {
  if (dryRun && errors > 0) {
    return (
      <State is="bad" tone="bad">
        {texts.progress.checkedWithErrors(errors)}
      </State>
    );
  }
  if (dryRun) return <State is="done">{texts.progress.checked}</State>;
  if (!committed) {
    return (
      <State is="bad" tone="bad">
        {texts.progress.nothingKept}
      </State>
    );
  }
  if (errors > 0) return <State is="warning">{texts.progress.withErrors(errors)}</State>;
  return (
    <State is="done" tone="good">
      {texts.progress.imported}
    </State>
  );
};

const counted = ['created', 'updated', 'skipped', 'errors'] as const;

/** Entity counts in large type, relation counts below. */
export const Counts = ({ of }: { of: Tally }) => (
  <dl class="facts counts">
    {counted.map((key) => (
      <div key={key}>
        <dt>{texts.result.counts[key]}</dt>
        <dd>
          <span data-entities={key}>{number(key === 'errors' ? of.error_count : of[key])}</span>
          {key !== 'errors' && <span class="vh"> {texts.result.entities}</span>}
        </dd>
        <dd class="sub" data-relations={key}>
          {key === 'errors' ? texts.result.both : texts.result.relations(of[`relations_${key}`])}
        </dd>
      </div>
    ))}
  </dl>
);

interface LeftItemsProps {
  readonly left: readonly LeftItem[];
  readonly all: number;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly problems: FormState['problems'];
}

/** The form itself carries the items, so no state is kept between two pages. */
const LeftItems = ({ left, all, mode, dryRun, problems }: LeftItemsProps) => (
  <Section id="errors" title={texts.errors.title} count={texts.errors.shown(left.length, all)}>
    <p class="muted small">{texts.errors.carried}</p>
    <Form
      to="/data-manager/retry"
      id="retry"
      wide
      guard={false}
      hidden={dryRun ? { dry_run: 'true' } : {}}
    >
      <ErrorSummary problems={problems} prefix="retry" />
      {left.map(({ kind, text, reason }, place) => (
        <div class="field" key={place}>
          <label for={`retry-item-${place}`}>{nameOfText(kind, text)}</label>
          <p class="err">
            <span>{reason}</span>
          </p>
          <textarea
            class="input mono"
            id={`retry-item-${place}`}
            name="item"
            rows={7}
            spellcheck={false}
            value={text}
          />
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="reason" value={reason} />
          <label class="check">
            <input class="tick" type="checkbox" name="pick" value={String(place)} />
            <span>
              {texts.errors.retryThis}
              <span class="vh"> {nameOfText(kind, text)}</span>
            </span>
          </label>
        </div>
      ))}
      <FormContext.Provider
        value={{ ...freshForm({ mode: mode === 'fail' ? 'skip' : mode }), prefix: 'retry' }}
      >
        <SelectField name="mode" label={texts.import.mode} options={modeOptions} width="m" />
      </FormContext.Provider>
      <div class="acts">
        <Button kind="primary" type="submit">
          {texts.errors.retryPicked}
        </Button>
      </div>
    </Form>
  </Section>
);

function nameOfText(kind: ImportError['kind'], text: string): string {
  try {
    return nameOfItem({ kind, item: JSON.parse(text) as unknown });
  } catch {
    return text.slice(0, 60);
  }
}
