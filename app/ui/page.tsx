import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

/** What surrounds every page of a server. */
export interface Frame {
  readonly environment: string;
  readonly version: string;
  readonly assets: { readonly styles: string; readonly icon: string };
}

export interface PageProps {
  readonly title: string;
  readonly frame: Frame;
  readonly children: ComponentChildren;
}

/** A whole document: head, top bar with the environment, and the page's own content. */
export const Page = ({ title, frame: { environment, assets }, children }: PageProps) => (
  <html lang="en" data-theme="auto">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} — Ahlt`}</title>
      <link rel="icon" href={assets.icon} type="image/svg+xml" />
      <link rel="stylesheet" href={assets.styles} />
    </head>
    <body>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href="/">
          <Icon name="mark" />
          <span>Ahlt</span>
        </a>
        <span class="tag">{environmentNames[environment] ?? environment}</span>
      </header>
      <main class="main" id="content" tabIndex={-1}>
        {children}
      </main>
    </body>
  </html>
);

const environmentNames: Readonly<Record<string, string>> = { dev: 'Development', staging: 'Staging', prod: 'Production', test: 'Test' };
