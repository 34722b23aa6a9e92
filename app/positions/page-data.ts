import type { VNode } from 'preact';
import { dayAt } from '../authority/index.ts';
import { missing } from '../http/answers.ts';
import type { Call, InCommittee } from '../http/call.ts';
import type { CommandServices } from '../ontology/command.ts';
import { type FormState, single } from '../ui/form-state.ts';
import { positionForm } from './form-page.tsx';
import { historyPage } from './history-page.tsx';
import { readHistory } from './history-queries.ts';
import { backOf } from './present.ts';
import { findPosition } from './queries.ts';
import { assignPage, deletePositionPage, vacatePage } from './questions.tsx';

interface TabCall extends Call, InCommittee {
  readonly id: string;
  readonly filter?: {
    readonly back?: string | undefined;
    readonly user?: string | undefined;
    readonly term?: string | undefined;
  };
}
type PositionCall = TabCall & { readonly fid: string };

/**
 * The pages of a position, first or after a refusal. Each is one statement; a position of another
 * committee is a 404.
 */
export function positionViews({ db }: Pick<CommandServices, 'db'>) {
  const back = (call: TabCall, state?: FormState): string =>
    backOf(call, state === undefined ? call.filter?.back : single(state.values['back']));
  const viewOf = async (call: PositionCall, options?: { withCandidates: boolean }) => {
    const path = { committee: call.id, position: call.fid };
    const view = await findPosition(db, path, dayAt(call.now), options);
    if (view === undefined) throw missing();
    return view;
  };
  return {
    create: async (call: TabCall, state?: FormState): Promise<VNode> =>
      positionForm({ committee: call.committee, back: back(call, state), state }),

    async edit(call: PositionCall, state?: FormState): Promise<VNode> {
      const view = await viewOf(call);
      return positionForm({ committee: call.committee, view, back: back(call, state), state });
    },

    deletion: async (call: PositionCall): Promise<VNode> =>
      deletePositionPage({ committee: call.committee, view: await viewOf(call), back: back(call) }),

    async assignment(call: PositionCall, state?: FormState): Promise<VNode> {
      const view = await viewOf(call, { withCandidates: true });
      return assignPage({ committee: call.committee, view, back: back(call, state), state });
    },

    async vacancy(call: PositionCall, state?: FormState): Promise<VNode> {
      const view = await viewOf(call);
      const user = state === undefined ? call.filter?.user : single(state.values['user_id']);
      const since = state === undefined ? call.filter?.term : single(state.values['term']);
      const isAsked = (term: { readonly userId: string; readonly since: string | null }) =>
        term.userId === user && (term.since ?? '') === (since ?? '');
      const { holders, planned } = view.position;
      const term = [...holders, ...planned].find(isAsked);
      if (term === undefined) throw missing();
      const isPlanned = planned.some(isAsked);
      const { committee } = call;
      return vacatePage({ committee, view, term, isPlanned, back: back(call, state), state });
    },

    async history(call: PositionCall): Promise<VNode> {
      const path = { committee: call.id, position: call.fid };
      const history = await readHistory(db, path, dayAt(call.now));
      if (history === undefined) throw missing();
      return historyPage({ committee: call.committee, history });
    },
  };
}
