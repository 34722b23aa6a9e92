import { afterAll } from 'vitest';
import { launchBrowser, type TestBrowser } from './browser.ts';

/**
 * A browser and its server, for the tests of one file: `await browsing(startAppServer())`. Both end
 * after the last test.
 */
export async function browsing<Server extends AsyncDisposable>(
  starting: Promise<Server>,
): Promise<{ readonly browser: TestBrowser; readonly server: Server }> {
  const [browser, server] = await Promise.all([launchBrowser(), starting]);
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  return { browser, server };
}
