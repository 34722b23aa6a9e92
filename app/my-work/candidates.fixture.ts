import { workflows } from '../declarations.ts';
import type { Definition } from '../workflow/index.ts';
import type { Candidate, Candidates, Kind } from './work.ts';

const definitionOf = (scope: string): Definition => ({
  scope,
  statuses: Object.entries(workflows[scope]?.statuses ?? {}).map(([code, { label, kind }], at) => ({
    ...{ id: code, code, label, order: at },
    ...{ isInitial: kind === 'initial', isTerminal: kind === 'terminal' },
  })),
  transitions: (workflows[scope]?.transitions ?? []).map(
    ({ from, to, label, permission, capability = null, condition = null, reason = false }) => ({
      ...{ id: `${from}-${to}`, from, to, label, permission, capability, condition },
      needsOutcome: reason,
    }),
  ),
});

/** An item that may wait for a user. */
export const item = (
  properties: Candidate['properties'],
  more: Partial<Candidate> = {},
): Candidate => ({
  ...{ id: '1', label: 'Item', committee: { id: '9', label: 'Board' }, properties },
  standing: { isMember: true, capabilities: [] },
  ...{ since: '2026-03-01T00:00:00Z', meets: null, nextMeeting: null, isOwn: false },
  ...more,
});

/** The result of the query for a user who has items of one kind. */
export const candidates = (kind: Kind, ...found: readonly Candidate[]): Candidates => ({
  items: {
    ...{
      meetings: [],
      suggestions: [],
      proposals: [],
      agenda: [],
      ballots: [],
      opinions: [],
      minutes: [],
      actions: [],
    },
    [kind]: found,
  },
  definitions: {
    suggestions: definitionOf('suggestion'),
    proposals: definitionOf('proposal'),
    meetings: definitionOf('meeting'),
  },
  today: '2026-03-04',
  committees: [],
  views: null,
});
