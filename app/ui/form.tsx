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
  /** Stored or typed values with their problems; fields take theirs from here by name. */
  readonly state?: FormState;
  /**
   * Words of the button, for example "Create user". Left out: the children bring their own buttons.
   */
  readonly submit?: string;
  /** Where "Cancel" leads. */
  readonly cancel?: string;
  /** Fields that nobody sees, such as the version that a change is based on. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Begins the ids of its fields; needed when a page has several forms. @default f */
  readonly id?: string;
  /** Sends files. */
  readonly upload?: boolean;
  /** Asks before unsaved input is left. @default true */
  readonly guard?: boolean;
  /** Kind of the button. @default primary */
  readonly tone?: 'primary' | 'destroy';
  /** Takes the whole width instead of 640 px. */
  readonly wide?: boolean;
  /** Name for screen readers, when no heading says it. */
  readonly label?: string;
}

/**
 * A form that works without script: hidden token, summary of problems, fields, buttons. Its
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
    {...(upload ? { enctype: 'multipart/form-data' } : {})}
    {...(guard ? { 'data-guard': '' } : {})}
  >
    <FormContext.Provider value={{ ...state, prefix: id }}>
      <HiddenFields of={hidden} />
      <Submission />
      <ErrorSummary problems={state.problems} prefix={id} />
      {children}
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

/** Sent twice, by an impatient finger or a connection that broke, a form changes once. */
const Submission = () => {
  const { submission } = useShell();
  return submission === '' ? null : <input type="hidden" name="submission" value={submission} />;
};

/** Brings the fields for buttons elsewhere that name it: a hundred rows need one, not a hundred. */
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
