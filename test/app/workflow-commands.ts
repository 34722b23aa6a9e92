import * as builder from '#app/workflow-builder/commands.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';
import type { Tried } from './item-commands.ts';
import { freshName } from './people-fixture.ts';

const newStatus = () => ({
  ...{ scope: 'ticket', code: `s${freshName()}`.replaceAll('-', '_').toLowerCase().slice(0, 40) },
  ...{ label: 'Status', order: 1, isInitial: false, isTerminal: false },
});

/** Two statuses of a workflow. Returns their ids. */
async function ticketStatuses({ by }: Tried) {
  const { services, actor } = by();
  const made = [newStatus(), newStatus()];
  for (const status of made) await builder.createStatus(services, actor, status);
  const { rows } = await services.pool.query<{ id: string }>(
    `select id from entities where entity_type = 'workflow_status' and name = any($1) order by id`,
    [made.map(({ scope, code }) => `${scope}.${code}`)],
  );
  return { from: rows[0]?.id ?? '', to: rows[1]?.id ?? '' };
}

const rule = {
  ...{ label: 'Go', permission: 'tor.edit', capability: null, condition: null },
  needsOutcome: false,
};

async function madeTransition(tried: Tried): Promise<string> {
  const { services, actor } = tried.by();
  const ends = await ticketStatuses(tried);
  await builder.createTransition(services, actor, { scope: 'ticket', ...ends, ...rule });
  const { rows } = await services.pool.query<{ id: string }>(
    'select source_id as id from relations where target_id = $1',
    [ends.from],
  );
  return rows[0]?.id ?? '';
}

/** The commands of the workflow builder. */
export const workflowCommands = (tried: Tried): Record<string, () => Promise<Failures>> => ({
  'workflow-builder/commands.ts createStatus': () =>
    tried.failing(builder.createStatus, { ...newStatus(), isInitial: true }),
  'workflow-builder/commands.ts updateStatus': async () => {
    const { from } = await ticketStatuses(tried);
    const changes = { label: 'Started', order: 9, isInitial: true, isTerminal: false };
    return tried.failing(builder.updateStatus, { ...changes, scope: 'ticket', id: from });
  },
  'workflow-builder/commands.ts deleteStatus': async () => {
    const { to } = await ticketStatuses(tried);
    return tried.failing(builder.deleteStatus, { scope: 'ticket', id: to });
  },
  'workflow-builder/commands.ts createTransition': async () =>
    tried.failing(builder.createTransition, {
      ...{ scope: 'ticket', ...rule },
      ...(await ticketStatuses(tried)),
    }),
  'workflow-builder/commands.ts updateTransition': async () => {
    const id = await madeTransition(tried);
    const changes = { ...rule, label: 'Go on', condition: 'kind=urgent' };
    return tried.failing(builder.updateTransition, { ...changes, scope: 'ticket', id });
  },
  'workflow-builder/commands.ts deleteTransition': async () =>
    tried.failing(builder.deleteTransition, { scope: 'ticket', id: await madeTransition(tried) }),
});
