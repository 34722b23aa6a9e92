import type { ComponentChildren } from 'preact';
import { Button, LinkButton } from './button.tsx';
import { HiddenFields } from './form.tsx';
import { texts } from './texts.ts';

export interface DialogProps {
  /** Id that a `Button` names in `opens`. */
  readonly id: string;
  /** A question that names the object: "Delete the role Secretary?" */
  readonly title: string;
  /** What will follow from it. */
  readonly children: ComponentChildren;
  /** Address that receives the answer by POST. */
  readonly to: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Words of the button that does it: "Delete role". */
  readonly confirm: string;
  /** Words of the button that doesn't: "Keep role". */
  readonly keep?: string;
  readonly tone?: 'destroy' | 'primary';
}

/**
 * A native dialog with a question. It opens by `commandfor`, so browsers that know it need no
 * script; Esc closes it and the focus returns.
 */
export const Dialog = ({
  id,
  title,
  children,
  to,
  fields = {},
  confirm,
  keep = texts.form.cancel,
  tone = 'destroy',
}: DialogProps) => (
  <dialog class="dialog pop" id={id} aria-labelledby={`${id}-title`}>
    <form method="post" action={to}>
      <HiddenFields of={fields} />
      <h2 id={`${id}-title`}>{title}</h2>
      <div class="dialog-body">{children}</div>
      <div class="acts">
        <Button closes={id}>{keep}</Button>
        <Button kind={tone} type="submit">
          {confirm}
        </Button>
      </div>
    </form>
  </dialog>
);

export interface ConfirmProps extends Omit<DialogProps, 'id'> {
  /** Where "keep" leads when the question is a page. */
  readonly back: string;
}

/**
 * The same question as the content of a page. Links with `data-dialog` fetch it into a dialog;
 * without script the page itself asks.
 */
export const Confirm = ({
  title,
  children,
  to,
  fields = {},
  confirm,
  keep = texts.form.cancel,
  tone = 'destroy',
  back,
}: ConfirmProps) => (
  <form
    class="confirm"
    method="post"
    action={to}
    data-dialog-content=""
    aria-labelledby="confirm-title"
  >
    <HiddenFields of={fields} />
    <h1 id="confirm-title">{title}</h1>
    <div class="dialog-body">{children}</div>
    <div class="acts">
      <LinkButton to={back}>{keep}</LinkButton>
      <Button kind={tone} type="submit">
        {confirm}
      </Button>
    </div>
  </form>
);
