import { type Request, type Response, Router, urlencoded } from 'express';
import type { VNode } from 'preact';
import type { Assets } from '../http/assets.ts';
import { sendPage } from '../http/render.ts';
import { localPath } from '../ui/local-path.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { ShellContext, type ThemeChoice } from '../ui/shell-context.ts';
import { samplesOfCalendar } from './calendar-page.tsx';
import { ComponentsPage } from './components-page.tsx';
import { governancePage } from './governance-samples.tsx';
import { BrokenPage, MissingPage, QuestionPage } from './pages.tsx';
import { samplePeople } from './sample-people.ts';
import { sampleShell } from './sample-shell.ts';

type MakePage = (query: string) => VNode;

const pages: Readonly<Record<string, MakePage>> = {
  '/design': (query) => <ComponentsPage query={query} />,
  '/design/calendar': samplesOfCalendar,
  '/design/governance': governancePage,
  '/design/question': () => <QuestionPage />,
  '/design/broken': () => <BrokenPage />,
};

/**
 * The component page and pages that only failures show, sent the same way as real pages. Registered
 * in development and tests only; they show no data and change nothing. `?theme=` selects a theme,
 * `?rail` the narrow sidebar.
 */
export function designRoutes({ paths, assetUrl }: Pick<Assets, 'paths' | 'assetUrl'>): Router {
  const routes = Router();
  const show = (request: Request, response: Response, page: VNode, status = 200) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    const shell = sampleShell({
      path: request.path,
      address: request.originalUrl,
      theme: themeOf(query.get('theme') ?? cookieOf(request, 'design-theme')),
      rail: query.has('rail') || cookieOf(request, 'design-rail') === 'rail',
      assets: { ...paths, extraStyles: assetUrl('design.css') },
    });
    sendPage(response, <ShellContext.Provider value={shell}>{page}</ShellContext.Provider>, status);
  };
  for (const [path, make] of Object.entries(pages)) {
    routes.get(path, (request, response) =>
      show(request, response, make(request.url.split('?')[1] ?? '')),
    );
  }
  return routes
    .get('/design/search', (request, response) => {
      response.json({ results: found(String(request.query['q'] ?? '')) });
    })
    .get('/design/session', (_request, response) => {
      response.status(204).end();
    })
    .post(
      ['/design/theme', '/design/sidebar'],
      urlencoded({ extended: false }),
      (request, response) => {
        const { theme, sidebar, back } = request.body as Record<string, string>;
        if (theme !== undefined)
          response.cookie('design-theme', themeOf(theme), { path: '/design' });
        if (sidebar !== undefined) response.cookie('design-rail', sidebar, { path: '/design' });
        const to = localPath(back ?? '');
        response.redirect(303, to?.startsWith('/design') === true ? to : '/design');
      },
    )
    .post('/design/{*rest}', (_request, response) => response.redirect(303, '/design'))
    .get('/design/{*rest}', (request, response) => show(request, response, <MissingPage />, 404));
}

const themes: readonly ThemeChoice[] = ['auto', 'light', 'dark', 'contrast'];
const themeOf = (text: string | undefined | null): ThemeChoice =>
  themes.find((theme) => theme === text) ?? 'auto';

function cookieOf(request: Request, name: string): string | undefined {
  return request.headers.cookie
    ?.split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

function found(words: string): readonly PaletteResult[] {
  const wanted = words.trim().toLowerCase();
  const menu = sampleShell({
    path: '',
    address: '',
    theme: 'auto',
    rail: false,
    assets: { styles: '', script: '', icon: '' },
  }).menu;
  const menuPages = menu.flatMap(({ entries }) =>
    entries.map(({ label, to, icon }) => ({ label, to, icon, kind: 'Page' })),
  );
  const people = samplePeople.map(({ name }) => ({
    label: name,
    to: '/design/question',
    icon: 'users' as const,
    kind: 'User',
  }));
  return [...menuPages, ...people]
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .slice(0, 20);
}
