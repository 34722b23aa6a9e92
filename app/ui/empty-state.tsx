import type { ComponentChildren } from 'preact';
import { LinkButton } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { texts } from './texts.ts';
import { number } from './words.ts';

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  /** Its purpose, or how to create one. */
  readonly children?: ComponentChildren;
  /** Buttons. */
  readonly action?: ComponentChildren;
  readonly role?: 'status' | 'alert';
}

/** An empty list: what it contains, and how to start. */
export const EmptyState = ({ icon, title, children, action, role }: EmptyStateProps) => (
  <div class="blank" {...(role === undefined ? {} : { role })}>
    <Icon name={icon} />
    {/* Not a heading, because it can occur at any level and has no content below it. */}
    <p class="title">{title}</p>
    {children !== undefined && <p>{children}</p>}
    {action !== undefined && <div class="acts">{action}</div>}
  </div>
);

/** A filter without matches. Shows the number of items without it. */
export const NoMatch = ({ noun, all, clear }: { noun: string; all?: number; clear: string }) => (
  <EmptyState
    icon="search"
    title={texts.table.noMatch(noun)}
    role="status"
    action={<LinkButton to={clear}>{texts.table.clearFilters}</LinkButton>}
  >
    {all === undefined ? texts.table.noMatchAdviceShort : texts.table.noMatchAdvice(all, noun)}
  </EmptyState>
);

/** A part of a page that could not be loaded. Input and filters are kept in the address. */
export const Failed = ({
  again,
  requestId,
  children,
}: {
  again: string;
  requestId?: string;
  children?: ComponentChildren;
}) => (
  <EmptyState
    icon="stop"
    title={texts.table.failed}
    role="alert"
    action={<LinkButton to={again}>{texts.table.tryAgain}</LinkButton>}
  >
    {children ?? texts.table.failedAdvice}
    {requestId !== undefined && (
      <>
        {' '}
        {texts.error.request[0]?.toUpperCase()}
        {texts.error.request.slice(1)} <code>{requestId}</code>.
      </>
    )}
  </EmptyState>
);

/** Placeholder of a table while it is loading. */
export const Loading = ({
  noun,
  columns,
  rows = 4,
}: {
  noun: string;
  columns: readonly string[];
  rows?: number;
}) => (
  <div role="status" aria-label={texts.table.loading(noun)}>
    <table class="table" aria-hidden="true">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          <tr key={number(row)}>
            {columns.map((column) => (
              <td key={column}>
                <span class="bone" />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
