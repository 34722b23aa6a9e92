import type { ComponentChildren } from 'preact';
import { Button, LinkButton } from './button.tsx';
import { HiddenFields } from './form.tsx';
import { texts } from './texts.ts';

export interface DialogProps {
  /** Id that a `Button` refers to in `opens`. */
  readonly id: string;
  /** A question that names the object: "Delete role Secretary?" */
  readonly title: string;
  /** The consequences. */
  readonly children: ComponentChildren;
  /** Address that receives the confirmation by POST. */
  readonly to: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Label of the confirming button: "Delete role". */
  readonly confirm: string;
  /** Label of the cancelling button: "Keep role". */
  readonly keep?: string;
  readonly tone?: 'destroy' | 'primary';
}

/**
 * A native dialog with a question. Opened by `commandfor`, which needs no script in browsers that
 * support it; Esc closes it and restores the focus.
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
  /** Target of "Keep" when the question is a page. */
  readonly back: string;
}

/**
 * The same question as the content of a page. Links with `data-dialog` show it in a dialog; without
 * JavaScript the page itself asks.
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
