import type { ComponentChildren } from 'preact';
import { locale } from '../language.ts';
import { IconSprite } from './icon.tsx';
import { type PageModule, type Shell, useShell } from './shell-context.ts';
import { texts } from './texts.ts';

/** A complete HTML document: head, icons, skip link. Scripts and styles are never inline. */
export const Document = ({
  title,
  module,
  children,
}: {
  title: string;
  module?: PageModule;
  children: ComponentChildren;
}) => {
  const shell = useShell();
  const { appName, assets, theme, actor } = shell;
  const own = module === undefined ? undefined : assets.modules?.[module];
  return (
    <html lang={locale} {...themeAttributes(theme)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {actor !== undefined && <meta name="csrf-token" content={shell.csrf} />}
        <title>{`${title} — ${appName}`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.styles} />
        {assets.extraStyles !== undefined && <link rel="stylesheet" href={assets.extraStyles} />}
        {own !== undefined && <link rel="stylesheet" href={own.styles} />}
        {assets.script !== '' && <script type="module" src={assets.script} />}
        {own !== undefined && <script type="module" src={own.script} />}
      </head>
      <body {...(actor === undefined ? {} : sessionAttributes(shell))}>
        <IconSprite />
        <a class="skip" href="#content">
          {texts.shell.skip}
        </a>
        {children}
      </body>
    </html>
  );
};

/** Session data for scripts. */
const sessionAttributes = ({
  addresses,
  sessionLeft,
  timeZone,
  liveSince,
}: Shell): Record<string, string> => ({
  'data-session': addresses.session,
  'data-sign-in': addresses.signIn,
  'data-sign-out': addresses.signOut,
  'data-time-zone': timeZone,
  ...(sessionLeft === undefined ? {} : { 'data-session-left': sessionLeft.join(' ') }),
  ...(liveSince === undefined
    ? {}
    : {
        ...{ 'data-live': addresses.live, 'data-since': liveSince },
        ...{ 'data-inbox': addresses.notifications, 'data-warnings': addresses.warnings },
      }),
});

/**
 * The only place where the theme is set: with `auto`, CSS follows the system, so no script has to
 * run first (spec account#theme).
 */
function themeAttributes(theme: Shell['theme']): Record<string, string> {
  return theme === 'contrast'
    ? { 'data-theme': 'auto', 'data-contrast': 'more' }
    : { 'data-theme': theme };
}
