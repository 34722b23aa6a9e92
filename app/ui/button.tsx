import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

/**
 * `primary` once per view, `quiet` in rows and bars, `danger` opens a question about a destructive
 * action, `destroy` only in the dialog that asks.
 */
export type ButtonKind = 'default' | 'primary' | 'quiet' | 'danger' | 'destroy';

interface Look {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  readonly icon?: IconName;
  /** Accessible name of an icon-only button. */
  readonly label?: string;
  readonly children?: ComponentChildren;
}

export interface ButtonProps extends Look {
  readonly type?: 'submit' | 'button';
  readonly name?: string;
  readonly value?: string;
  /** Id of the form it belongs to, if outside of it. */
  readonly form?: string;
  /** Address that this button submits the form to. */
  readonly formaction?: string;
  readonly formmethod?: 'get' | 'post';
  readonly disabled?: boolean;
  /** An action is in progress. */
  readonly busy?: boolean;
  /** Id of the dialog that it opens. */
  readonly opens?: string;
  /** Closes the surrounding dialog. */
  readonly closes?: string;
  /** Submits the form without validation. */
  readonly formnovalidate?: boolean;
}

export const Button = ({
  kind = 'default',
  small = false,
  icon,
  label,
  children,
  type = 'button',
  busy = false,
  opens,
  closes,
  ...rest
}: ButtonProps) => (
  <button
    class={classes(kind, small, children === undefined)}
    type={type}
    {...rest}
    {...(label === undefined ? {} : { 'aria-label': label })}
    {...(busy ? { 'aria-busy': 'true' } : {})}
    {...(opens === undefined
      ? {}
      : { command: 'show-modal', commandfor: opens, 'aria-haspopup': 'dialog' })}
    {...(closes === undefined ? {} : { command: 'close', commandfor: closes })}
  >
    {busy ? <Icon name="spinner" small={small} /> : icon && <Icon name={icon} small={small} />}
    {children}
  </button>
);

export interface LinkButtonProps extends Look {
  readonly to: string;
  /** Opens its page as a dialog, with JavaScript. */
  readonly dialog?: boolean;
  /** The address is a file. */
  readonly download?: boolean;
}

/** A link that looks like a button: it navigates and changes nothing. */
export const LinkButton = ({
  to,
  kind = 'default',
  small = false,
  icon,
  label,
  children,
  dialog = false,
  download = false,
}: LinkButtonProps) => (
  <a
    class={classes(kind, small, children === undefined)}
    href={to}
    {...(label === undefined ? {} : { 'aria-label': label })}
    {...(dialog ? { 'data-dialog': '', 'aria-haspopup': 'dialog' } : {})}
    {...(download ? { download: '' } : {})}
  >
    {icon && <Icon name={icon} small={small} />}
    {children}
  </a>
);

function classes(kind: ButtonKind, small: boolean, square: boolean): string {
  return ['btn', kind === 'default' ? '' : kind, square ? 'sq' : '', small ? 'sm' : '']
    .filter(Boolean)
    .join(' ');
}
