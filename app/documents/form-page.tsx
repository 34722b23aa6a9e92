import type { VNode } from 'preact';
import { MarkdownEditor } from '../markdown/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { ComboboxField, choicesOf, SelectField } from '../ui/choice-field.tsx';
import { Diff, type Meanwhile } from '../ui/diff.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { TextField } from '../ui/text-field.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import {
  type Committee,
  documentTypes,
  mostBody,
  mostTitle,
  type ShownDocument,
} from './document.ts';
import { texts } from './texts.ts';

const words = texts.form;

interface FormPageProps {
  /** The committees that can be chosen. */
  readonly committees: readonly Committee[];
  readonly state: FormState;
}

export const newDocumentPage = ({ committees, state }: FormPageProps): VNode => (
  <Page title={words.create}>
    <Form wide id="document" to="/documents" state={state} draft="document new">
      <Fields committees={committees} preview="/documents/preview" />
      <Buttons submit={words.submit} preview="/documents/preview" back="/documents" />
    </Form>
  </Page>
);

interface EditDocumentProps extends Omit<FormPageProps, 'state'> {
  /** The submitted form; omitted: the stored document. */
  readonly state?: FormState | undefined;
  readonly document: ShownDocument;
  /** The changes that another user saved while the form was open. */
  readonly meanwhile?: Meanwhile & {
    /** The text that the form was opened with, and the stored one. */
    readonly bodies?: readonly [string, string];
  };
}

/**
 * What the form was opened with. After a conflict the form is based on the stored document, so
 * submitting it overwrites.
 */
const seenOf = (
  { version, number }: ShownDocument,
  sent: FormState | undefined,
): Record<string, string> => ({
  version: single(sent?.values['version']) || version,
  number: single(sent?.values['number']) || String(number),
});

export const editDocumentPage = ({
  document,
  committees,
  state = storedForm(document),
  meanwhile,
}: EditDocumentProps): VNode => {
  const { id, title } = document;
  const [to, preview] = [`/documents/${id}`, `/documents/${id}/preview`];
  return (
    <Page title={words.edit(title)} short={texts.detail.edit} crumbs={[{ label: title, to }]}>
      <Form
        wide
        id="document"
        to={to}
        state={state}
        draft={`document ${id} ${document.number}`}
        hidden={seenOf(document, meanwhile === undefined ? state : undefined)}
      >
        {meanwhile !== undefined && (
          <Conflict thing={words.thing(title)} by={meanwhile.by}>
            {meanwhile.differences.length > 0 && <Diff of={meanwhile.differences} />}
            {meanwhile.bodies !== undefined && (
              <WordDiff before={meanwhile.bodies[0]} after={meanwhile.bodies[1]} />
            )}
          </Conflict>
        )}
        <Fields committees={withOwn(committees, document)} preview={preview} />
        <Buttons
          submit={meanwhile === undefined ? words.save : words.saveOver}
          preview={preview}
          back={to}
        />
      </Form>
    </Page>
  );
};

/** The document's own committee stays a choice, even if it is not among the first. */
const withOwn = (
  committees: readonly Committee[],
  { committees: own }: ShownDocument,
): readonly Committee[] => [
  ...own.slice(0, 1).filter(({ id }) => !committees.some((committee) => committee.id === id)),
  ...committees,
];

const Fields = ({
  committees,
  preview,
}: {
  readonly committees: readonly Committee[];
  readonly preview: string;
}) => (
  <>
    <div class="form">
      <TextField name="title" label={words.title} most={mostTitle} />
      <SelectField
        name="doc_type"
        label={words.type}
        width="m"
        empty={words.typeChoose}
        options={documentTypes.map((type) => ({ value: type, label: texts.types[type] }))}
      />
      {committees.length > 0 && (
        <ComboboxField
          name="tor_id"
          label={words.committee}
          help={words.committeeHelp}
          optional
          options={choicesOf(committees)}
        />
      )}
    </div>
    <MarkdownEditor
      name="body"
      label={words.body}
      help={words.bodyHelp}
      most={mostBody}
      preview={preview}
    />
  </>
);

const Buttons = ({
  submit,
  preview,
  back,
}: {
  readonly submit: string;
  readonly preview: string;
  readonly back: string;
}) => (
  <div class="acts">
    <Button kind="primary" type="submit">
      {submit}
    </Button>
    <Button type="submit" formaction={preview} formnovalidate>
      {words.preview}
    </Button>
    <LinkButton to={back} kind="quiet">
      {words.cancel}
    </LinkButton>
  </div>
);

/** The form of a stored document. */
const storedForm = ({ title, docType, body, committees }: ShownDocument): FormState =>
  freshForm({ title, doc_type: docType, body, tor_id: committees[0]?.id ?? '' });
