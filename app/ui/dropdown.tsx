import type { ComponentChildren } from 'preact';
import { HiddenFields } from './form.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

/** A line of a menu: a link, or a button that submits a form by POST. */
export interface MenuAction {
  readonly label: string;
  readonly icon?: IconName;
  /** Address of a page. */
  readonly to?: string;
  /** Address of a change without confirmation. */
  readonly post?: string;
  /** Fields of that change. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Id of a `SharedForm` that contains them. */
  readonly form?: string;
  /**
   * The page asks for confirmation first, and opens as a dialog with JavaScript. Its label ends
   * with an ellipsis.
   */
  readonly asks?: boolean;
  /** Destructive. */
  readonly danger?: boolean;
  /** Why it is not available; shown beside it. */
  readonly unavailable?: string;
  /** Shown at the end of the line. */
  readonly hint?: string;
  /** The hint is the number of unread warnings, which a script keeps. */
  readonly countsWarnings?: true;
}

export interface DropdownProps {
  /** The content of the button that opens it. */
  readonly summary: ComponentChildren;
  /** Accessible name, if the summary is only an icon. */
  readonly label?: string;
  readonly kind?: string;
  /** Its id, if the page has it open. */
  readonly openAs?: string;
  readonly children: ComponentChildren;
}

/** A button that opens a panel below it: `details`, which works without JavaScript. */
export const Dropdown = ({
  summary,
  label,
  kind = 'btn quiet sm',
  openAs,
  children,
}: DropdownProps) => (
  <details class="menu" {...(openAs === undefined ? {} : { id: openAs, open: true })}>
    <summary class={kind} {...(label === undefined ? {} : { 'aria-label': label })}>
      {summary}
    </summary>
    {/* Takes the focus when a non-focusable part is pressed; otherwise it would move to the page
        and close the panel. */}
    <div class="pop" tabIndex={-1}>
      {children}
    </div>
  </details>
);

/** Groups of actions, separated by lines. */
export const MenuGroups = ({
  groups,
  label,
}: {
  groups: readonly (readonly MenuAction[])[];
  label?: string;
}) => (
  <>
    {groups
      .filter((group) => group.length > 0)
      .map((group) => (
        <ul
          role="list"
          key={group[0]?.label}
          {...(label === undefined ? {} : { 'aria-label': label })}
        >
          {group.map((action) => (
            <li key={action.label}>
              <MenuLine {...action} />
            </li>
          ))}
        </ul>
      ))}
  </>
);

const MenuLine = ({
  label,
  icon,
  to,
  post,
  fields,
  form,
  asks = false,
  danger = false,
  unavailable,
  hint,
  countsWarnings,
}: MenuAction) => {
  const kind = danger ? 'item danger' : 'item';
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {label}
      {(unavailable ?? hint) !== undefined && <span class="end">{unavailable ?? hint}</span>}
    </>
  );
  if (unavailable !== undefined) {
    return (
      <button class={kind} type="button" disabled>
        {inside}
      </button>
    );
  }
  if (post === undefined) {
    return (
      <a
        class={kind}
        href={to ?? '#'}
        {...(asks ? { 'data-dialog': '', 'aria-haspopup': 'dialog' } : {})}
        {...(countsWarnings ? { 'data-unread-warnings': '' } : {})}
      >
        {inside}
      </a>
    );
  }
  if (form !== undefined) {
    return (
      <button class={kind} type="submit" form={form} formAction={post}>
        {inside}
      </button>
    );
  }
  return (
    <form method="post" action={post}>
      <HiddenFields {...(fields === undefined ? {} : { of: fields })} />
      <button class={kind} type="submit">
        {inside}
      </button>
    </form>
  );
};

/** The menu button at the end of a row or a page head. */
export const RowMenu = ({
  label,
  actions,
  large = false,
  ...rest
}: Pick<DropdownProps, 'openAs'> & {
  label: string;
  actions: readonly (readonly MenuAction[])[];
  large?: boolean;
}) => (
  <Dropdown
    {...rest}
    summary={<Icon name="more" />}
    label={label}
    kind={large ? 'btn quiet sq' : smallSquare}
  >
    <MenuGroups groups={actions} />
  </Dropdown>
);

/**
 * Placeholder for the menu of a row: requests the page with this menu open, which scripts take from
 * the response.
 */
export const RowMenuOpener = ({
  label,
  form,
  row,
}: {
  label: string;
  form: string;
  row: string;
}) => (
  <button
    class={smallSquare}
    type="submit"
    form={form}
    name="menu"
    value={row}
    aria-label={label}
    aria-expanded="false"
  >
    <Icon name="more" />
  </button>
);

const smallSquare = 'btn quiet sq sm';
