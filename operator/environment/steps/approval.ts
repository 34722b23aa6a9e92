import {
  covers,
  isDestructive,
  type PendingPlan,
  planInWords,
  schemaInWords,
  schemaOf,
} from '../facts.ts';
import type { Desired, Plan, Reachable } from '../types.ts';
import { bounded, condition, imageVersion, waitingFor } from '../words.ts';
import { backupNeeded } from './backup.ts';
import { otherApprovals } from './other-approvals.ts';

/** A destructive plan waits until its hash is approved; everything keeps running meanwhile. */
export function awaitApproval(
  desired: Desired,
  observed: Reachable,
  known: PendingPlan,
): Plan | undefined {
  if (!needsApproval(desired, observed, known) || isApproved(desired, observed, known))
    return undefined;
  const { hash } = known.plan;

  const schema = schemaOf(observed);
  // The command at the end is never truncated.
  const others = otherApprovals(desired, observed, known).map((text, _, all) =>
    bounded(text, Math.floor(500 / all.length)),
  );
  const message = [
    `${whatItDoes(known)} in ${desired.name}.`,
    ...others,
    howToApprove(desired, hash),
  ].join(' ');
  const conditions = [
    ...waitingFor('ApprovalNeeded', message, {
      reason: 'WaitingForApproval',
      message: meanwhile(desired, observed, known),
    }),
    condition('Migrated', 'False', 'ApprovalNeeded', `${planInWords(schema, known)}.`),
  ];
  return { step: 'Approval', actions: [], conditions };
}

/** An empty database has nothing to lose, so its first plan waits only if every plan does. */
function needsApproval({ spec }: Desired, observed: Reachable, known: PendingPlan): boolean {
  if (spec.migrations.approval === 'manual') return true;
  return isDestructive(known) && !spec.migrations.allowDestructive && schemaOf(observed) !== null;
}

const isApproved = (
  { spec, approvedPlan }: Desired,
  { database }: Reachable,
  known: PendingPlan,
): boolean =>
  covers([spec.migrations.approvedPlan, approvedPlan], known, database.ledger.migrations);

function whatItDoes(known: PendingPlan): string {
  const { plan, pending } = known;
  const destructive = pending.filter(({ grade }) => grade === 'destructive');
  if (isDestructive(known) && destructive.length === 0)
    return `One of the migrations up to ${plan.target} loses data`;
  const [worst = pending[0], ...more] = destructive;
  const others = more.length > 0 ? ` (and ${more.map(({ id }) => id).join(', ')})` : '';
  return bounded(
    `Migration ${worst?.id}${others} ${worst?.effect || `changes the schema (${worst?.name})`}`,
    180,
  );
}

const howToApprove = ({ name, namespace }: Desired, hash: string) =>
  `Approve by committing spec.migrations.approvedPlan: ${hash}, or at once: ` +
  `kubectl -n ${namespace} annotate --overwrite ahlt ${name} platform.ahlt.dev/approved-plan=${hash}`;

function meanwhile(desired: Desired, observed: Reachable, known: PendingPlan): string {
  const running = observed.workload.current?.image;
  const runs = observed.workload.unreadable
    ? 'The running version keeps serving; nothing'
    : 'Nothing';
  const keeps = running
    ? `${imageVersion(running)} keeps serving on ${schemaInWords(schemaOf(observed))}; nothing`
    : runs;
  const then = backupNeeded(desired, observed, known) ? afterApproval(desired) : '';
  return `${keeps} is changed until the plan is approved.${then}`;
}

const afterApproval = ({ spec }: Desired): string =>
  spec.backups === undefined
    ? ' Then the plan waits for its backup; see BackedUp.'
    : ' A backup is made and verified first.';
