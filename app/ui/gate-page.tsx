import type { ComponentChildren } from 'preact';
import { Document } from './document.tsx';
import { Icon } from './icon.tsx';
import { Flash } from './note.tsx';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';

export interface GatePageProps {
  readonly title: string;
  /** Contact for help. */
  readonly footer?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page that precedes all others: sign-in, or a required password change. */
export const GatePage = ({ title, footer, children }: GatePageProps) => {
  const { appName, addresses, flash, environment } = useShell();
  const where =
    environment === 'prod' ? undefined : (texts.shell.environments[environment] ?? environment);
  return (
    <Document title={title}>
      <div class="gate">
        {where === undefined ? <span /> : <header class="banner">{where}</header>}
        <main id="content" tabIndex={-1}>
          <div class="brand">
            <a href={addresses.home}>
              <Icon name="mark" />
              <span>{appName}</span>
            </a>
          </div>
          <h1>{title}</h1>
          <Flash messages={flash} />
          {children}
        </main>
        {footer !== undefined && <footer>{footer}</footer>}
      </div>
    </Document>
  );
};
