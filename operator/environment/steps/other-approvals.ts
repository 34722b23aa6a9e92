import { group } from '#cdk8s/api/names.ts';
import { isHash, type PendingPlan } from '../facts.ts';
import { planHash } from '../keys.ts';
import { readPlanResult } from '../results.ts';
import type { AppliedMigration, Desired, Reachable } from '../types.ts';
import { bounded } from '../words.ts';

type Named = Pick<AppliedMigration, 'id' | 'name' | 'checksum'>;

/**
 * Approvals of other plans than the waiting one: both hashes and the differences. One sentence
 * each.
 */
export function otherApprovals(
  { spec, approvedPlan }: Desired,
  observed: Reachable,
  known: PendingPlan,
): string[] {
  const given = [
    ['spec.migrations.approvedPlan', spec.migrations.approvedPlan],
    [`The annotation ${group}/approved-plan`, approvedPlan],
  ] as const;
  return given.flatMap(([place, hash]) => {
    if (hash === undefined) return [];
    if (!isHash(hash))
      return [
        `${place} is "${bounded(hash, 80)}", which is not the hash of a plan (sha256: and 64 hexadecimal digits).`,
      ];
    return [
      `${place} approves ${hash}, not ${known.plan.hash}: ${bounded(difference(hash, observed, known), 200)}.`,
    ];
  });
}

/** Whether two checksums are the same as far as they are known. */
const isSame = (one: string, other: string): boolean => one === other || one === '' || other === '';

function difference(hash: string, { runs, database }: Reachable, { pending }: PendingPlan): string {
  const { migrations: applied } = database.ledger;
  const answers = runs.flatMap(({ command, result }) =>
    command === 'plan' ? (readPlanResult(result) ?? []) : [],
  );
  const approved =
    answers.find((plan) => plan.hash === hash)?.pending ?? stretch(hash, applied, pending);
  if (!approved) return 'no known plan has that hash';
  const is = (one: Named) => (other: Named) =>
    one.id === other.id && one.name === other.name && isSame(one.checksum, other.checksum);
  const ran = approved.filter((one) => applied.some(is(one)));
  const gone = approved.filter(
    (one) => !ran.includes(one) && !pending.some(({ id }) => id === one.id),
  );
  const added = pending.filter((one) => !approved.some(({ id }) => id === one.id));
  const changed = pending.filter(
    (one) => approved.some(({ id }) => id === one.id) && !approved.some(is(one)),
  );
  const facts = [
    [ran, 'has already run'],
    [added, 'was added'],
    [changed, 'was changed'],
    [gone, 'is gone'],
  ] as const;
  const differences = facts
    .filter(([which]) => which.length > 0)
    .map(([which, what]) => `${which.map(({ id }) => id).join(', ')} ${what}`);
  return differences.length > 0 ? differences.join('; ') : 'the order changed';
}

/** How many migrations back an approval is searched for. */
const remembered = 20;

/** The consecutive migrations, applied or pending, that have this hash together. */
function stretch(
  hash: string,
  applied: readonly Named[],
  pending: readonly Named[],
): readonly Named[] | undefined {
  const all = [...applied.slice(-remembered), ...pending];
  for (let start = 0; start < all.length; start += 1)
    for (let end = start + 1; end <= all.length; end += 1) {
      const some = all.slice(start, end);
      if (planHash(some) === hash) return some;
    }
  return undefined;
}
