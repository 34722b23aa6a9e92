import { type Answer, download, notAccepted, page, problem, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { list } from '../http/list-parser.ts';
import { may, proven } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { Visit } from '../http/visit.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import { inTransaction } from '../ontology/transaction.ts';
import { dayIn } from '../time-zone.ts';
import type { TableState } from '../ui/table-state.ts';
import { auditCsv } from './export.ts';
import { auditPage } from './pages.tsx';
import { listAudit } from './queries.ts';
import { type AuditFilter, auditQuery } from './rules.ts';
import { auditTable } from './table.tsx';
import { texts } from './texts.ts';
import { auditLog, recordVerification, verifyChain } from './verify.ts';

export const auditRoutes = (services: CommandServices) =>
  routes()
    .get('/audit', may('audit.view'), list(auditTable), (call) => showAudit(services, call))
    .get('/audit/export.csv', proven(may('audit.view')), list(auditTable), (call) =>
      exportAudit(services, call),
    )
    .post('/audit/verify', may('audit.view'), ({ actor }) => verifyAudit(services, actor));

type AuditCall = Call & {
  readonly actor: Actor;
  readonly visit: Visit;
  readonly state: TableState;
};

async function showAudit(services: CommandServices, { actor, state }: AuditCall): Promise<Answer> {
  const query = auditQuery(state);
  const { filter, cursor } = query.ok ? query : nothing;
  const found = await listAudit(services.db, {
    filter,
    cursor,
    size: state.size,
    session: actor.origin.sessionHash,
  });
  if (!found.isNoted) await note(services, actor, 'audit.viewed', filter);
  const common = { ...found, state, permissions: actor.permissions };
  return query.ok
    ? page(auditPage(common))
    : page(
        auditPage({
          ...common,
          entries: [],
          hasNewer: false,
          hasOlder: false,
          problem: query.problem,
        }),
        400,
      );
}

/** Replaces an invalid filter; its result is not shown. */
const nothing = { filter: {}, cursor: undefined } as const;

async function exportAudit(services: CommandServices, call: AuditCall): Promise<Answer> {
  const query = auditQuery(call.state);
  if (!query.ok) return problem(notAccepted('bad_query', [{ message: query.problem }], 400));
  await note(services, call.actor, 'audit.exported', query.filter);
  const { timeZone } = call.visit;
  const day = dayIn(call.now, timeZone);
  return download({
    body: auditCsv(services.db, query.filter, timeZone),
    type: 'text/csv; charset=utf-8',
    fileName: `audit-${day}.csv`,
  });
}

/** Verifies the chain now; the result is an entry, which the page shows from then on. */
async function verifyAudit(services: CommandServices, actor: Actor): Promise<Answer> {
  const verification = await verifyChain(services.db);
  const { ok, rows, faults } = verification;
  await recordVerification(services, actor, verification);
  const flash = ok
    ? ({ tone: 'success', text: texts.chain.whole(rows) } as const)
    : ({ tone: 'error', text: texts.chain.fault(faults[0]?.message ?? '') } as const);
  return redirect('/audit', flash);
}

/**
 * Reading the log is recorded too: once per session and hour, and each export (spec
 * audit-log#reading).
 */
async function note(
  services: CommandServices,
  actor: Actor,
  action: 'audit.viewed' | 'audit.exported',
  { searchActions: _, ...filter }: AuditFilter,
) {
  const asked = Object.keys(filter).length === 0 ? {} : { details: { filter } };
  await inTransaction(services, async (_tx, record) =>
    record([{ action, actor, target: auditLog, always: true, ...asked }]),
  );
}
