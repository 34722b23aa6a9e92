import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity, removeEntities } from '../ontology/entities.ts';
import { type Change, type Reason, refuse, refuseMissing, savedAll } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { Texts } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { type Definition, keepVersion, readDefinition } from '../workflow/index.ts';
import { countItems, permissionCodesOf } from './queries.ts';
import {
  isCode,
  newStatusReasons,
  newTransitionReasons,
  type StatusInput,
  statusDeletionReasons,
  statusReasons,
  type TransitionInput,
  transitionReasons,
} from './rules.ts';

/** A part of a workflow: a status or a transition. */
interface PartKey {
  readonly scope: string;
  readonly id: string;
}

type NewStatus = StatusInput & { readonly scope: string; readonly code: string };

const manages = { may: 'workflow.manage' } as const;

/** Adds a status; the first one of a workflow is its initial one. Returns its label. */
export const createStatus = command<NewStatus, string>(
  'workflow_status.create',
  manages,
  async (tx, { input, now }) => {
    const definition = await open(tx, input.scope);
    const { scope, code, label } = input;
    allow(newStatusReasons(definition, code, input));
    const isInitial = input.isInitial || definition.statuses.length === 0;
    const others = isInitial ? await unmarkInitial(tx, definition) : [];
    const made = await insertEntity<'workflow_status'>(tx, {
      ...{ type: 'workflow_status', name: `${scope}.${code}`, label, sortOrder: input.order },
      texts: filled({
        ...{ entity_type_scope: scope, status_code: code },
        ...statusTexts({ ...input, isInitial }),
      }),
    });
    return finish(tx, scope, now, [...others, { target: made, after: made }], label);
  },
);

/** Changes a status; its code stays. Returns its label. */
export const updateStatus = command<StatusInput & PartKey, string>(
  'workflow_status.update',
  manages,
  async (tx, { input, now }) => {
    const { definition, before, status } = await openStatus(tx, input);
    allow(statusReasons(status, input));
    const others = input.isInitial && !status.isInitial ? await unmarkInitial(tx, definition) : [];
    const after = await changeEntity<'workflow_status'>(tx, before, {
      ...{ label: input.label, sortOrder: input.order },
      texts: statusTexts(input),
    });
    const changes = [...others, { target: after, before, after }];
    return finish(tx, input.scope, now, changes, input.label);
  },
);

/** Deletes a status that no transition, item or route uses. Returns its label. */
export const deleteStatus = command<PartKey, string>(
  'workflow_status.delete',
  manages,
  async (tx, { input, now }) => {
    const { definition, before, status } = await openStatus(tx, input);
    const items = await countItems(tx, definition, status.code);
    allow(statusDeletionReasons(definition, status, items));
    await removeEntities(tx, [before.id]);
    return finish(tx, input.scope, now, [{ target: before, before }], before.label);
  },
);

type NewTransition = TransitionInput & {
  readonly scope: string;
  /** Ids of statuses. */
  readonly from: string;
  readonly to: string;
};

/** Adds a transition between two statuses of a workflow. Returns its label. */
export const createTransition = command<NewTransition, string>(
  'workflow_transition.create',
  manages,
  async (tx, { input, now }) => {
    const { scope, label } = input;
    const definition = await open(tx, scope);
    const permissions = await permissionCodesOf(tx);
    allow(newTransitionReasons(definition, input, input, permissions));
    const codeOf = (id: string) => definition.statuses.find((one) => one.id === id)?.code ?? '';
    const [from, to] = [codeOf(input.from), codeOf(input.to)];
    const made = await insertEntity<'workflow_transition'>(tx, {
      ...{ type: 'workflow_transition', name: `${scope}.${from}_to_${to}`, label },
      texts: filled({
        ...{ entity_type_scope: scope, from_status_code: from, to_status_code: to },
        ...transitionTexts(input),
      }),
    });
    await relate(tx, [
      { type: 'transition_from', source: made.id, target: input.from },
      { type: 'transition_to', source: made.id, target: input.to },
    ]);
    return finish(tx, scope, now, [{ target: made, after: made }], label);
  },
);

/** Changes a transition; its ends stay. Returns its label. */
export const updateTransition = command<TransitionInput & PartKey, string>(
  'workflow_transition.update',
  manages,
  async (tx, { input, now }) => {
    await open(tx, input.scope);
    const before = await lockPart(tx, 'workflow_transition', input);
    allow(transitionReasons(input, await permissionCodesOf(tx)));
    const after = await changeEntity<'workflow_transition'>(tx, before, {
      label: input.label,
      texts: transitionTexts(input),
    });
    return finish(tx, input.scope, now, [{ target: after, before, after }], input.label);
  },
);

/** Deletes a transition. Returns its label. */
export const deleteTransition = command<PartKey, string>(
  'workflow_transition.delete',
  manages,
  async (tx, { input, now }) => {
    await open(tx, input.scope);
    const before = await lockPart(tx, 'workflow_transition', input);
    await removeEntities(tx, [before.id]);
    return finish(tx, input.scope, now, [{ target: before, before }], before.label);
  },
);

/** The definition of a scope, whose changes wait for each other. */
async function open(tx: Tx, scope: string): Promise<Definition> {
  if (!isCode(scope)) throw refuseMissing();
  await sql`select pg_advisory_xact_lock(hashtextextended(${`workflow ${scope}`}, 0))`.execute(tx);
  return readDefinition(tx, sql`${scope}::text`);
}

/** A status, locked, with the definition that it belongs to. */
async function openStatus(tx: Tx, key: PartKey) {
  const definition = await open(tx, key.scope);
  const before = await lockPart(tx, 'workflow_status', key);
  const status = definition.statuses.find(({ id }) => id === key.id);
  if (status === undefined) throw refuseMissing();
  return { definition, before, status };
}

/** Locks a part of a workflow. Ends the command with 404 for a part of another one. */
async function lockPart(
  tx: Tx,
  type: 'workflow_status' | 'workflow_transition',
  { scope, id }: PartKey,
): Promise<EntitySnapshot> {
  const found = await lockEntity(tx, type, id);
  if (found.properties['entity_type_scope'] !== scope) throw refuseMissing();
  return found;
}

function allow(reasons: readonly Reason[]): void {
  if (reasons.length > 0) throw refuse(reasons);
}

/** Records the definition that a change led to, so that moves can name it. */
async function finish(
  tx: Tx,
  scope: string,
  now: Date,
  changes: readonly Change[],
  label: string,
): Promise<ReturnType<typeof savedAll<string>>> {
  await keepVersion(tx, await readDefinition(tx, sql`${scope}::text`), now);
  return savedAll(changes, label);
}

/** A workflow has one initial status: marking another one takes the mark from it. */
async function unmarkInitial(tx: Tx, { statuses }: Definition): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const { id } of statuses.filter(({ isInitial }) => isInitial)) {
    const before = await lockEntity(tx, 'workflow_status', id);
    const after = await changeEntity(tx, before, { texts: { is_initial: undefined } });
    changes.push({ target: after, before, after, action: 'workflow_status.update' });
  }
  return changes;
}

const statusTexts = ({ label, order, isInitial, isTerminal }: StatusInput) => ({
  label,
  order: String(order),
  is_initial: isInitial ? 'true' : undefined,
  is_terminal: isTerminal ? 'true' : undefined,
});

const transitionTexts = (input: TransitionInput) => ({
  transition_label: input.label,
  required_permission: input.permission ?? undefined,
  required_capability: input.capability ?? undefined,
  requires_outcome: String(input.needsOutcome),
  condition: input.condition ?? undefined,
});

const filled = (texts: Readonly<Record<string, string | undefined>>): Texts =>
  Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
