import type { VNode } from 'preact';
import { readHistory } from '../audit/index.ts';
import type { Committee } from '../authority/index.ts';
import { readCalendarSettings } from '../calendar/index.ts';
import { addressOf } from '../http/address.ts';
import { missing } from '../http/answers.ts';
import type { CommitteeCall, OwnCall } from '../http/call.ts';
import { listState } from '../http/list-parser.ts';
import type { LaterChange } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Services } from '../services.ts';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { formFields } from './form-fields.ts';
import { editCommitteePage, newCommitteePage } from './form-page.tsx';
import { historyPage } from './history.tsx';
import { overviewPage } from './overview.tsx';
import { listOfCommittees } from './pages.tsx';
import { listToLines } from './present.ts';
import {
  findDependants,
  findSource,
  listCommittees,
  readListFrame,
  readOverview,
} from './queries.ts';
import { deletePage } from './questions.tsx';
import { asReader } from './reader.ts';
import { type CommitteeInput, newQuery, torTable } from './schema.ts';

/** Entries on the page of the history, newest first. */
const entriesShown = 50;

/** The list state of an address. */
export const stateOf = (call: Pick<OwnCall, 'request' | 'visit'>, preferred?: string) =>
  listState(torTable, call, preferred);

/** The pages of committees with their data, read from the database. */
export function committeeViews({ db }: Pick<Services, 'db'>) {
  return {
    async list(call: OwnCall): Promise<VNode> {
      const { actor, now } = call;
      const [frame, committees] = await Promise.all([
        readListFrame(db, actor.id, now),
        listCommittees(db, stateOf(call), { id: actor.id, now }),
      ]);
      const state = stateOf(call, frame.columns ?? undefined);
      return listOfCommittees({ committees, frame, state, may: asReader(actor) });
    },

    /** The form of a new committee, from the one in `from` if it exists. */
    async create(call: OwnCall, sent?: FormState): Promise<VNode> {
      const asked = addressOf(call.request).searchParams.get('from') ?? undefined;
      const { from } = newQuery.parse({ from: asked ?? single(sent?.values['from']) });
      const [source, calendar] = await Promise.all([
        from === undefined ? undefined : findSource(db, from),
        readCalendarSettings(db, call.now),
      ]);
      if (asked !== undefined && source === undefined) throw missing();
      return newCommitteePage(calendar, source, sent);
    },

    overview: async ({ committee, actor, now }: CommitteeCall): Promise<VNode> =>
      overviewPage({
        ...{ committee, may: asReader(actor), isRunning: isRunning(committee) },
        ...(await readOverview(db, committee.id, now)),
      }),

    history: async ({ committee, actor }: CommitteeCall): Promise<VNode> =>
      historyPage({
        committee,
        entries: await readHistory(db, committee.id, entriesShown),
        seesLog: actor.permissions.has('audit.view'),
      }),

    edit: async ({ committee, now }: CommitteeCall, state?: FormState): Promise<VNode> =>
      editCommitteePage({ calendar: await readCalendarSettings(db, now), committee, state }),

    /** The form after another user saved first: their changes, above the submitted values. */
    async conflict(
      { committee, now }: CommitteeCall,
      input: CommitteeInput,
      { current, since }: { current: EntitySnapshot; since: readonly LaterChange[] },
    ): Promise<VNode> {
      const typed = typedIn(input);
      return editCommitteePage({
        calendar: await readCalendarSettings(db, now),
        committee: { ...committee, ...current },
        state: freshForm(typed),
        meanwhile: { since, typed },
      });
    },

    deletion: async ({ committee, now }: CommitteeCall): Promise<VNode> =>
      deletePage(committee, await findDependants(db, committee.id, now)),
  };
}

/** Whether a committee is neither archived nor deactivated. */
const isRunning = ({ isActive, properties }: Committee): boolean =>
  isActive && (properties['status'] || 'active') === 'active';

/** The input, as the form shows it. */
const typedIn = ({ label, name, values }: CommitteeInput): Readonly<Record<string, string>> => ({
  ...{ label, name },
  ...Object.fromEntries(
    formFields.map(({ key, kind }) => [
      key,
      kind === 'list' ? listToLines(values[key]) : (values[key] ?? ''),
    ]),
  ),
});
