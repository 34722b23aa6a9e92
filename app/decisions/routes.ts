import { download, missing, page } from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { exportList } from '../http/list-export.ts';
import { listState } from '../http/list-parser.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FoundDecision } from './decision.ts';
import { decisionPage } from './detail-page.tsx';
import { decisionsCsv } from './export.ts';
import { noteDecisionExport } from './export-commands.ts';
import { registerPage } from './pages.tsx';
import { fileName } from './present.ts';
import { findDecision, listDecisions, readerAt } from './queries.ts';
import { decisionTable } from './schema.ts';

const stateOf = (call: OwnCall) => listState(decisionTable, call);

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
      return exportList(call, state, {
        note: () => noteDecisionExport(services, call.actor, state),
        body: () => decisionsCsv(db, state, readerAt(call.actor, call.now)),
        name: 'decisions',
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
