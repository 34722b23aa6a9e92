import type { ComponentChildren } from 'preact';
import { Button, LinkButton } from './button.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { FormContext, type FormState, freshForm } from './form-state.ts';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';

export interface FormProps {
  /** Address that receives it by POST. */
  readonly to: string;
  readonly children: ComponentChildren;
  /** Stored or submitted values and their problems; fields read theirs by name. */
  readonly state?: FormState | undefined;
  /** Label of the button, for example "Create user". Omitted: the children contain the buttons. */
  readonly submit?: string;
  /** Target of "Cancel". */
  readonly cancel?: string | undefined;
  /** Hidden fields, such as the version that a change is based on. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Prefix of field ids; required if a page has several forms. @default f */
  readonly id?: string;
  /** Submits files; with labels, a script shows the progress and a button that cancels it. */
  readonly upload?: boolean | { readonly progress: string; readonly cancel: string };
  /** Asks before unsaved input is lost. @default true */
  readonly guard?: boolean;
  /** Name of a draft that the browser tab keeps until the form is saved. */
  readonly draft?: string;
  /** Kind of the button. @default primary */
  readonly tone?: 'primary' | 'destroy';
  /** Full width instead of 640 px. */
  readonly wide?: boolean;
  /** Accessible name, if there is no heading. */
  readonly label?: string;
}

/**
 * A form that works without JavaScript: hidden token, summary of problems, fields, buttons. Its
 * problems and values come from `state`.
 */
export const Form = ({
  to,
  children,
  state = freshForm(),
  submit,
  cancel,
  hidden = {},
  id = 'f',
  upload = false,
  guard = true,
  draft,
  tone = 'primary',
  wide = false,
  label,
}: FormProps) => (
  <form
    class={wide ? 'stack' : 'form'}
    id={id}
    method="post"
    action={to}
    noValidate
    {...(label === undefined ? {} : { 'aria-label': label })}
    {...(upload === false ? {} : { enctype: 'multipart/form-data' })}
    {...(typeof upload === 'object' ? { 'data-upload': '' } : {})}
    {...(guard ? { 'data-guard': '' } : {})}
    {...(draft === undefined ? {} : { 'data-draft': draft })}
  >
    <FormContext.Provider value={{ ...state, prefix: id }}>
      <HiddenFields of={hidden} />
      <Submission />
      <ErrorSummary problems={state.problems} prefix={id} />
      {children}
      {typeof upload === 'object' && <UploadRow {...upload} />}
      {submit !== undefined && (
        <div class="acts">
          <Button kind={tone} type="submit">
            {submit}
          </Button>
          {cancel !== undefined && (
            <LinkButton to={cancel} kind="quiet">
              {texts.form.cancel}
            </LinkButton>
          )}
        </div>
      )}
    </FormContext.Provider>
  </form>
);

/** Shown by the script while a file is sent. */
const UploadRow = ({ progress, cancel }: { progress: string; cancel: string }) => (
  <div class="acts" data-upload-row="" hidden>
    <progress max={1} value={0} aria-label={progress} />
    <button class="btn sm" type="button" data-cancel="">
      {cancel}
    </button>
  </div>
);

/** A form submitted twice, by a double click or a broken connection, takes effect once. */
const Submission = () => {
  const { submission } = useShell();
  return submission === '' ? null : <input type="hidden" name="submission" value={submission} />;
};

/** Holds the fields for buttons elsewhere that refer to it: one form for a hundred rows. */
export const SharedForm = ({ id, of }: { id: string; of: Readonly<Record<string, string>> }) => (
  <form id={id} method="post" hidden>
    <HiddenFields of={of} />
  </form>
);

/** The token that every POST needs, and further values. */
export const HiddenFields = ({ of = {} }: { of?: Readonly<Record<string, string>> }) => (
  <>
    <input type="hidden" name="csrf_token" value={useShell().csrf} />
    {Object.entries(of).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
);
