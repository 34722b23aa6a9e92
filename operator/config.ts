import { env } from 'node:process';

/** Environment variables as they are. The only place of the operator that reads them; each program parses what it needs. */
export const processEnvironment = (): Readonly<Record<string, string | undefined>> => env;
