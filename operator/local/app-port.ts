import { isSystemError, LocalFault } from './fault.ts';
import { isFree, listenerOf, nextFreePort } from './ports.ts';

/**
 * Checks that the app can listen on its port. Suggests another port but never uses it: bookmarks,
 * open pages and other programs would silently reach the wrong app.
 * @throws LocalFault that names the process using the port, and a free one
 */
export async function checkAppPort(host: string, port: number): Promise<void> {
  try {
    if (await isFree(port, host)) return;
  } catch (error) {
    if (!isSystemError(error, 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN')) throw error;
    throw new LocalFault(`HOST "${host}" is not an address of this computer`, [
      'Unset it, or use 127.0.0.1.      Try again: npm start',
    ]);
  }
  const listener = listenerOf(port);
  const free = await nextFreePort(Math.max(port, 1024), host);
  if (listener === undefined && port < 1024)
    throw new LocalFault(`port ${port} requires root privileges`, [
      `Use another one: npm start -- --port ${free}`,
    ]);
  const who =
    listener === undefined ? 'another program' : `${listener.command} (process ${listener.pid})`;
  throw new LocalFault(`port ${port} is in use by ${who}`, [
    `Stop it, or use another port: npm start -- --port ${free}`,
  ]);
}
