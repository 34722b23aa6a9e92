import type { RouteLine } from '#app/http/routes.ts';
import { routeTable } from '#app/server.ts';
import type { AppServer } from './app-server.ts';

/** A line of the table as an address that can be asked for. */
export interface Walk extends RouteLine {
  readonly address: string;
}

/** What signs out the browser that asks comes last. */
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
  return [...lines.filter(({ path }) => !ending.has(path)), ...lines.filter(({ path }) => ending.has(path))];
}

export const isUnsafe = ({ method }: RouteLine): boolean => method !== 'GET';
