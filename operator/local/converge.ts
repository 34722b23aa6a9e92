import { isReachable, type KnownPlan, knownPlan, schemaOf } from '../environment/facts.ts';
import { planHash } from '../environment/keys.ts';
import { plan } from '../environment/plan.ts';
import type {
  Action,
  CommandRun,
  Desired,
  Observed,
  Plan,
  RunCommand,
} from '../environment/types.ts';
import { accounts } from './accounts.ts';
import type { LocalDatabase } from './database.ts';
import { LocalFault } from './fault.ts';
import type { Service } from './service.ts';
import { commandFault, StepFault } from './step-fault.ts';
import { type Outcome, type StepName, stepOfCommand } from './steps.ts';

/** The display of the list; a step may be updated many times. */
export interface Progress {
  begin(step: StepName, text: string): void;
  finish(step: StepName, state: Outcome, text: string): void;
}

/** The host that the plan is executed on: this computer in place of a cluster. */
export interface LocalWorld {
  /** When this start began, in milliseconds since 1970. */
  readonly since: number;
  readonly database: LocalDatabase;
  readonly service: Service;
  /** All known runs, of this start and earlier ones. */
  runs(): readonly CommandRun[];
  run(command: RunCommand): Promise<CommandRun>;
  /** Displayed path of a command's log. */
  log(command: string): string;
  /** Hash of the passwords in use. */
  readonly secretChecksum: string;
  /** The desired state, given the observed one. */
  desired(observed: Observed): Desired;
  /** Asks whether a plan that loses data may run; yes approves the plan with this hash. */
  approve(question: string, hash: string): Promise<boolean>;
}

/** A failure is shown at once and not retried silently, so the delays only affect the graph. */
const retry = { baseSeconds: 5, maxSeconds: 60 };

/**
 * Observes, plans and acts until everything is up to date. Uses the operator's own plan; only
 * observing and acting differ.
 * @throws StepFault if a step failed or waits for an action by the user
 */
export async function converge(world: LocalWorld, progress: Progress): Promise<Plan> {
  for (;;) {
    const observed = await observe(world);
    const desired = world.desired(observed);
    const next = plan(desired, observed);
    tell(progress, world, desired, observed);
    const open = next.actions.filter((action) => !isDone(action, observed));
    if (open.length === 0 && next.step === 'Watching') return next;
    if (open.length === 0)
      await waits(next, world, isReachable(observed) ? knownPlan(desired, observed) : undefined);
    for (const action of open) await carryOut(action, world, progress, observed);
  }
}

async function observe({ database, service, secretChecksum, runs }: LocalWorld): Promise<Observed> {
  return {
    now: Date.now(),
    database: await database.observe(),
    runs: runs(),
    workload: service.observe(),
    secretChecksum,
    acknowledged: {},
    graphSecret: 'present',
    retry,
    before: {},
  };
}

function tell(
  progress: Progress,
  { database, since }: LocalWorld,
  desired: Desired,
  observed: Observed,
): void {
  if (observed.database.state === 'ready') progress.finish('database', 'done', database.text);
  for (const [step, account] of Object.entries(accounts(desired, observed, since)))
    progress.finish(step as StepName, account.state, account.text);
}

/** The plan repairs what serves in each pass; here no other client can have changed it. */
function isDone(action: Action, { workload }: Observed): boolean {
  return (
    action.kind === 'RollOut' && workload.complete && workload.current?.key === action.revision.key
  );
}

async function carryOut(
  action: Action,
  world: LocalWorld,
  progress: Progress,
  observed: Observed,
): Promise<void> {
  switch (action.kind) {
    case 'ProvideDatabase':
      progress.begin('database', 'roles and database');
      return world.database.provide().catch((error: unknown) => {
        throw new StepFault(
          'database',
          error instanceof Error ? error.message : String(error),
          [again],
          { cause: error },
        );
      });
    case 'RunCommand':
      progress.begin(stepOfCommand(action.command), doing[action.command]);
      return judge(await world.run(action), world, observed);
    case 'RollOut':
      progress.begin('serve', 'starting');
      return world.service.rollOut(action.revision);
    case 'CancelRun':
      // Commands run to their end before the next plan is made, so there is never one to cancel.
      return;
  }
}

const doing = {
  plan: 'reading the plan',
  backup: 'backing up',
  migrate: 'migrating',
  seed: 'seeding',
  resync: 'building the graph',
} as const;

/** A failed command ends the start; only the graph may lag behind, as in a cluster. */
function judge(run: CommandRun, world: LocalWorld, observed: Observed): void {
  if (run.state === 'succeeded' || run.command === 'resync') return;
  throw commandFault(run, {
    log: world.log(run.command),
    schema: isReachable(observed) ? schemaOf(observed) : undefined,
  });
}

/**
 * Nothing can continue without the user: a plan to approve, or a wait that only makes sense in a
 * cluster.
 */
async function waits(next: Plan, world: LocalWorld, known: KnownPlan | undefined): Promise<void> {
  const message = next.conditions.find(({ type }) => type === 'Ready')?.message ?? next.step;
  if (next.step === 'Approval' && known?.is === 'pending') {
    // The rest of the message explains how to approve in a cluster.
    const [effect = message] = message.split(' Approve by');
    if (await world.approve(effect, planHash(known.pending))) return;
    throw new StepFault('plan', 'waiting for your approval', [
      effect,
      'Nothing was changed.      Approve it: npm start -- --yes',
    ]);
  }
  const step = stepOf[next.step];
  if (step) throw new StepFault(step, message, [again]);
  throw new LocalFault(message, [again]);
}

const again = 'Nothing was changed.      Try again: npm start';

const stepOf: Partial<Record<Plan['step'], StepName>> = {
  Database: 'database',
  Plan: 'plan',
  Backup: 'plan',
  Migrate: 'migrate',
  Seed: 'seed',
  Resync: 'resync',
  RollOut: 'serve',
};
