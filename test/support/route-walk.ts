import type { RouteLine } from '#app/http/routes.ts';
import { routeTable } from '#app/server.ts';
import type { AppClient, Reply } from './app-client.ts';
import type { AppServer } from './app-server.ts';

/** A row of the route table as an address that can be requested. */
export interface Walk extends RouteLine {
  readonly address: string;
}

/** Routes that sign out the requesting browser come last. */
const ending = new Set(['/logout']);

/**
 * Every route of a server, with values for the variable parts of its path.
 * @param id stands for every id
 */
export function walk({ server }: AppServer, id: string): readonly Walk[] {
  const lines = routeTable(server).map((line) => ({
    ...line,
    address: line.path.replaceAll(/:\w+\(text\)/g, 'text').replaceAll(/:\w+/g, id),
  }));
  return [
    ...lines.filter(({ path }) => !ending.has(path)),
    ...lines.filter(({ path }) => ending.has(path)),
  ];
}

export const isUnsafe = ({ method }: RouteLine): boolean => method !== 'GET';

/** Requests a route with only what it needs to pass the gate. */
export const ask = (
  browser: AppClient,
  line: Walk,
  more: { headers?: Record<string, string>; csrf?: string | null } = {},
): Promise<Reply> => {
  if (!isUnsafe(line)) return browser.get(line.address, more);
  if (line.method === 'POST') return browser.post(line.address, {}, more);
  return browser.json(line.address, {}, { ...more, method: line.method });
};
