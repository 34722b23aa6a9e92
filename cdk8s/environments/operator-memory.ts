import type { Cluster, Problem } from '#cdk8s/api/index.ts';
import { mebibytes } from '../constructs/quantity.ts';

// Resident memory measured by `npm run bench -- fleet`: 97 MB with one environment, 194 MB with 50,
// 490 MB with 200. An environment needs some dozen watches, each with its own TLS connection.
const base = 97;
const perEnvironment = (490 - base) / 199;

/** For temporary needs: incoming lists, passes in progress. */
const reserve = 1.2;

/** Memory in MiB that the operator may need for a number of environments. */
const operatorMemory = (environments: number): number =>
  Math.ceil((base + perEnvironment * Math.max(0, environments - 1)) * reserve);

/**
 * Whether the operator's limit is enough for all environments; otherwise the kernel would kill it
 * repeatedly.
 */
export function checkOperatorMemory(
  environments: number,
  { operator }: Pick<Cluster, 'operator'>,
): Problem[] {
  const found = operator.resources.limits.memory;
  const needed = operatorMemory(environments);
  if (mebibytes(found) >= needed) return [];
  return [
    {
      path: ['operator', 'resources', 'limits', 'memory'],
      found,
      message: `the operator may need ${needed}Mi for ${environments} environments; raise it`,
    },
  ];
}
