import type { ComponentChildren } from 'preact';
import { Document } from './document.tsx';
import { PageFrame, SignedOutFrame } from './frame.tsx';
import type { Crumb } from './menu.ts';
import { type PageModule, useShell } from './shell-context.ts';

export interface PageProps {
  readonly title: string;
  /** One line below the title. */
  readonly lead?: ComponentChildren;
  /** Buttons beside the title. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Path from the menu entry to this page. */
  readonly crumbs?: readonly Crumb[];
  /** Name in the breadcrumb and window title, if the title is too long. */
  readonly short?: string | undefined;
  /** The page has its own heading. */
  readonly bare?: boolean;
  /** Script and styles that only this kind of page needs. */
  readonly module?: PageModule;
}

/** A page: title, lead, actions and content in the user's shell. */
export const Page = ({
  title,
  lead,
  action,
  children,
  crumbs = [],
  short = title,
  bare = false,
  module,
}: PageProps) => {
  const Around = useShell().actor === undefined ? SignedOutFrame : PageFrame;
  return (
    <Document title={short} {...(module === undefined ? {} : { module })}>
      <Around title={short} crumbs={crumbs}>
        {!bare && (
          <div class="head">
            <div>
              <h1>{title}</h1>
              {lead !== undefined && <p>{lead}</p>}
            </div>
            {action !== undefined && action !== false && <div class="acts">{action}</div>}
          </div>
        )}
        {children}
      </Around>
    </Document>
  );
};
