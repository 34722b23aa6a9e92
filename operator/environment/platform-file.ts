import { readFileSync } from 'node:fs';
import { type Platform, parsePlatform, problemLine } from '#cdk8s/api/index.ts';

/**
 * Reads the platform's configuration for the operator (written by
 * `cdk8s/charts/operator-platform.ts`). A change of the file changes the Deployment, so it is read
 * once.
 * @throws Error with every problem of the file
 */
export function readPlatform(path: string): Platform {
  const parsed = parsePlatform(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.ok) return parsed.value;
  throw new Error(
    `${path} is not a configuration of this version: ${parsed.problems.map(problemLine).join('; ')}`,
  );
}
