import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium as playwright,
} from 'playwright-core';
import { eventually } from './eventually.ts';

/** Appearance requested by the user's system, including high contrast. */
export type SystemTheme = 'light' | 'dark' | 'contrast';

export const systemThemes: readonly SystemTheme[] = ['light', 'dark', 'contrast'];

/** Widths of a phone, a tablet and a desktop. */
export const widths = [360, 768, 1440] as const;

export interface PageOptions {
  /** CSS pixels. @default 1440 */
  readonly width?: number;
  /** CSS pixels. @default 900 */
  readonly height?: number;
  /** @default light */
  readonly theme?: SystemTheme;
  /** The user's time zone. @default Europe/Oslo */
  readonly timeZone?: string;
  /** `false`: JavaScript is disabled. @default true */
  readonly script?: boolean;
  /** What another device has. @default a computer with a mouse */
  readonly device?: Pick<BrowserContextOptions, 'hasTouch' | 'isMobile' | 'userAgent'>;
  /** A context with cookies, from `newContext`; one of its own otherwise. */
  readonly context?: BrowserContext;
}

/** A page that records what should never happen. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /**
   * Errors of scripts and of the content security policy, responses of 500 and more, requests to
   * other hosts. Should stay empty.
   */
  readonly problems: string[];
}

export interface TestBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** Opens an address and waits until scripts have run. */
  openPage(url: string, options?: PageOptions): Promise<WatchedPage>;
  /** A user with their own cookies. */
  newContext(options?: Omit<PageOptions, 'context'>): Promise<BrowserContext>;
}

/**
 * None of the package's default arguments: they are for a single process without web security,
 * which ends with its first context and would not enforce the content security policy.
 */
const args = [
  '--no-sandbox',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--disable-gpu',
];

/** Where browsers are, unless a test says otherwise. */
export const browserZone = 'Europe/Oslo';

/** Starts Chromium; test files get one from `browsing`. */
export async function launchBrowser(): Promise<TestBrowser> {
  const executablePath = process.env['CHROMIUM'] ?? (await chromium.executablePath());
  const browser = await playwright.launch({ executablePath, args, headless: true });
  const newContext = async ({
    width = 1440,
    height = 900,
    theme = 'light',
    script = true,
    timeZone = browserZone,
    device = {},
  }: PageOptions = {}) => {
    const context = await browser.newContext({
      ...device,
      viewport: { width, height },
      colorScheme: theme === 'dark' ? 'dark' : 'light',
      contrast: theme === 'contrast' ? 'more' : 'no-preference',
      reducedMotion: 'reduce',
      javaScriptEnabled: script,
      locale: 'en-GB',
      timezoneId: timeZone,
      ignoreHTTPSErrors: true,
    });
    context.setDefaultTimeout(90_000);
    return context;
  };
  return {
    browser,
    newContext,
    openPage: async (url, options = {}) => {
      const own = options.context === undefined ? await newContext(options) : undefined;
      const context = options.context ?? own;
      if (context === undefined) throw new Error('No context.');
      const page = await context.newPage();
      const problems = watch(page, new URL(url).host);
      await page.goto(url);
      return { page, problems, [Symbol.asyncDispose]: () => own?.close() ?? page.close() };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** A refused response, or a refused WebSocket of a page whose session has ended. */
const refused = /^Failed to load resource|^WebSocket connection .* HTTP Authentication failed/;

function watch(page: Page, host: string): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // The browser reports each refused response as an error; tests that provoke one check the
    // response itself.
    if (message.type() === 'error' && !refused.test(message.text()))
      problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== host)
      problems.push(`request to ${url.host}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} ${response.url()}`);
  });
  return problems;
}

/**
 * A field with suggestions, by its label. A script makes it of a select, which has the same role and
 * cannot be filled.
 */
export const combobox = (within: Page | Locator, name: string): Locator =>
  within.getByRole('combobox', { name }).and(within.locator('input'));

/** Waits until a graph and its details replace the note that it is loading; else resolves at once. */
export const graphDrawn = (page: Page): Promise<void> =>
  page.locator('[data-graph-note]').waitFor({ state: 'detached' });

/** Whether the page scrolls horizontally. Scrollable regions do not count. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
  );

/** Shows the page at another size, in CSS pixels. A busy machine takes a moment until it has it. */
export async function resize(
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await page.setViewportSize(size);
  // Asked from here, because a page may be without scripts.
  await eventually(async () => {
    const [width, height] = await page.evaluate(() => [innerWidth, innerHeight]);
    if (width !== size.width || height !== size.height) throw new Error(`${width} × ${height}`);
  });
}

/** What nobody notices: half of what the Core Web Vitals call good. */
export const mostShift = 0.05;

/**
 * The cumulative layout shift while the page was loading, and the elements that moved. A busy
 * machine shows a page in parts, and columns move as the rows of a table arrive: a page that moved
 * is loaded again, and what it does by itself it does again.
 */
export async function layoutShift(page: Page): Promise<{ sum: number; moved: string }> {
  const first = await shiftSinceLoad(page);
  if (first.sum <= mostShift) return first;
  await page.reload();
  return await shiftSinceLoad(page);
}

const shiftSinceLoad = (page: Page): Promise<{ sum: number; moved: string }> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const shifts: (PerformanceEntry & {
          readonly value: number;
          readonly sources: readonly { readonly node: Node | null }[];
        })[] = [];
        new PerformanceObserver((list) => {
          shifts.push(...(list.getEntries() as typeof shifts));
        }).observe({ type: 'layout-shift', buffered: true });
        const nameOf = (node: Node | null) =>
          node instanceof Element ? `${node.localName}.${node.classList}` : 'removed';
        const report = () =>
          resolve({
            sum: shifts.reduce((sum, { value }) => sum + value, 0),
            moved: shifts.flatMap(({ sources }) => sources.map(({ node }) => nameOf(node))).join(),
          });
        requestAnimationFrame(() => setTimeout(report, 50));
      }),
  );
