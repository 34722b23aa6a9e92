import { addressOf } from '../http/address.ts';
import { answer, download, missing, notAccepted, page, problem } from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { dayIn } from '../time-zone.ts';
import { parseTable, type TableState } from '../ui/table-state.ts';
import type { FoundDecision } from './decision.ts';
import { decisionPage } from './detail-page.tsx';
import { decisionsCsv } from './export.ts';
import { noteDecisionExport } from './export-commands.ts';
import { registerPage } from './pages.tsx';
import { fileName } from './present.ts';
import { findDecision, listDecisions, readerAt } from './queries.ts';
import { decisionTable } from './schema.ts';

const stateOf = ({ request, visit }: OwnCall): TableState => ({
  ...parseTable(decisionTable, addressOf(request).searchParams),
  timeZone: visit.timeZone,
});

/** The register of decisions (spec decisions#register). */
export const decisionRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const found = async (call: OwnCall & { readonly id: string }): Promise<FoundDecision> => {
    const decision = await findDecision(db, call.id, readerAt(call.actor, call.now));
    if (decision === undefined) throw missing();
    return decision;
  };
  return routes()
    .get('/decisions', mayRun(noteDecisionExport), async (call) => {
      const state = stateOf(call);
      const decisions = await listDecisions(db, state, readerAt(call.actor, call.now));
      return page(registerPage({ decisions, state }), state.problem === undefined ? 200 : 400);
    })
    .get('/decisions/export.csv', mayRun(noteDecisionExport), async (call) => {
      const state = stateOf(call);
      if (state.problem !== undefined)
        return problem(notAccepted('bad_query', [{ message: state.problem }], 400));
      const noted = await noteDecisionExport(services, call.actor, state);
      if (!noted.ok) return answer(noted, { saved: '/decisions' });
      return download({
        body: decisionsCsv(db, state, readerAt(call.actor, call.now)),
        type: 'text/csv; charset=utf-8',
        fileName: `decisions-${dayIn(call.now, call.visit.timeZone)}.csv`,
      });
    })
    .get('/decisions/:id', mayRun(noteDecisionExport), async (call) =>
      page(decisionPage(await found(call))),
    )
    .get('/decisions/:id/json', mayRun(noteDecisionExport), async (call) => {
      const { decision, seal, amended, proposal } = await found(call);
      return download({
        body: `${JSON.stringify({ ...decision, proposal, amended, seal }, null, 2)}\n`,
        type: 'application/json; charset=utf-8',
        fileName: fileName(decision, 'json'),
      });
    });
};
