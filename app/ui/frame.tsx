import type { ComponentChildren } from 'preact';
import { zoneLabel } from '../time-zone.ts';
import { EnvironmentBadge } from './environment-badge.tsx';
import { Icon } from './icon.tsx';
import type { Crumb } from './menu.ts';
import { fullMoment } from './moments.ts';
import { Flash } from './note.tsx';
import { Palette } from './palette.tsx';
import { Banner } from './section.tsx';
import { SecurityNotices } from './security-notices.tsx';
import { useShell } from './shell-context.ts';
import { Sidebar } from './sidebar.tsx';
import { texts } from './texts.ts';
import { TopBar } from './top-bar.tsx';

export interface FrameProps {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly children: ComponentChildren;
}

/** The shell for signed-in users: sidebar, page bar, content. */
export const PageFrame = ({ title, crumbs, children }: FrameProps) => {
  const { rail, flash, securityNotices, classification, now, timeZone } = useShell();
  return (
    <>
      {classification !== undefined && <p class="banner">{classification}</p>}
      <div class={rail ? 'shell rail' : 'shell'}>
        <Sidebar />
        <TopBar title={title} crumbs={crumbs} />
        <main class="main" id="content" tabIndex={-1}>
          <Flash messages={flash} />
          <SecurityNotices of={securityNotices} />
          {children}
          <p class="only-print small muted">
            {texts.time.printed(fullMoment(now, { now, timeZone }), zoneLabel(timeZone))}
          </p>
        </main>
      </div>
      {classification !== undefined && <Banner kind="footer">{classification}</Banner>}
      <Palette />
    </>
  );
};

/** Brand and environment only: for pages without a signed-in user. */
export const SignedOutFrame = ({ children }: FrameProps) => {
  const { appName, addresses, flash } = useShell();
  return (
    <div class="shell lone">
      <header class="top">
        <div class="brand">
          <a href={addresses.home}>
            <Icon name="mark" />
            <span>{appName}</span>
          </a>
          <EnvironmentBadge />
        </div>
      </header>
      <main class="main" id="content" tabIndex={-1}>
        <Flash messages={flash} />
        {children}
      </main>
    </div>
  );
};
