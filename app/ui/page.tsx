import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { Document } from './document.tsx';
import { PageFrame, SignedOutFrame } from './frame.tsx';
import type { Crumb } from './menu.ts';
import { type PageAssets, type Shell, ShellContext, shellFor, useShell } from './shell-context.ts';

/** What surrounds the pages of a server that knows no people yet. */
export interface Frame {
  readonly environment: string;
  readonly version: string;
  readonly assets: Pick<PageAssets, 'styles' | 'icon'> & Partial<PageAssets>;
}

export interface PageProps {
  readonly title: string;
  /** One line under the title. */
  readonly lead?: ComponentChildren;
  /** Buttons beside the title. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Way from the menu entry to this page. */
  readonly crumbs?: readonly Crumb[];
  /** Name in the breadcrumb and the window, when the title is too long for it. */
  readonly short?: string;
  /** The page brings its own heading. */
  readonly bare?: boolean;
  /** Only for pages outside of `ShellContext`. */
  readonly frame?: Frame;
}

/** A page: title, lead, actions and content inside the shell of who is looking at it. */
export const Page = ({ frame, ...props }: PageProps) => {
  const shell = useContext(ShellContext);
  if (frame === undefined || shell !== undefined) return <PageInShell {...props} />;
  return (
    <ShellContext.Provider value={shellOf(frame)}>
      <PageInShell {...props} />
    </ShellContext.Provider>
  );
};

const PageInShell = ({ title, lead, action, children, crumbs = [], short = title, bare = false }: Omit<PageProps, 'frame'>) => {
  const Around = useShell().actor === undefined ? SignedOutFrame : PageFrame;
  return (
    <Document title={short}>
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

const shellOf = ({ environment, version, assets }: Frame): Shell =>
  shellFor({ environment, version, assets: { script: '', ...assets }, now: new Date() });
