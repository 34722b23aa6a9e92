import { expect, test } from 'vitest';
import type { Standing } from '../authority/index.ts';
import { type Decision, decide, movesFrom } from './decide.ts';
import type { Definition, Transition } from './definition.ts';

const status = (code: string, order: number, kind?: 'initial' | 'terminal') => ({
  ...{ id: String(order), code, label: code, order },
  isInitial: kind === 'initial',
  isTerminal: kind === 'terminal',
});

const step = (from: string, to: string, needs: Partial<Transition> = {}): Transition => ({
  ...{ id: `${from}-${to}`, from, to, label: `${from} to ${to}` },
  ...{ permission: null, capability: null, condition: null, needsOutcome: false },
  ...needs,
});

const definition: Definition = {
  scope: 'proposal',
  statuses: [status('draft', 1, 'initial'), status('review', 2), status('done', 3, 'terminal')],
  transitions: [
    step('draft', 'review', { permission: 'proposal.submit' }),
    step('review', 'done', {
      permission: 'proposal.approve',
      capability: 'can_approve_proposals',
      condition: 'item_type=decision',
    }),
    step('review', 'draft', { permission: 'proposal.approve', needsOutcome: true }),
  ],
};

const outside: Standing = { isMember: false, capabilities: new Set() };
const member: Standing = { isMember: true, capabilities: new Set() };
const approver: Standing = { isMember: true, capabilities: new Set(['can_approve_proposals']) };
const decision = { item_type: 'decision' };

interface Case {
  readonly status?: string;
  readonly properties?: Record<string, string>;
  readonly holds?: readonly string[];
  readonly standing?: Standing | undefined;
  readonly to: string;
  readonly outcome?: string;
  readonly is: Decision['kind'] | 'permission' | 'condition' | 'no_transition';
}

test.each<[string, Case]>([
  [
    'the permission and a position',
    { status: 'draft', holds: ['proposal.submit'], to: 'review', is: 'allowed' },
  ],
  [
    'no stored status counts as the initial one',
    { holds: ['proposal.submit'], to: 'review', is: 'allowed' },
  ],
  ['another permission', { holds: ['proposal.approve'], to: 'review', is: 'permission' }],
  [
    'the permission without a position',
    { holds: ['proposal.submit'], standing: outside, to: 'review', is: 'permission' },
  ],
  [
    'tor.edit replaces the position',
    { holds: ['proposal.submit', 'tor.edit'], standing: outside, to: 'review', is: 'allowed' },
  ],
  [
    'tor.edit does not replace the permission',
    { holds: ['tor.edit'], to: 'review', is: 'permission' },
  ],
  [
    'a scope without committees',
    { holds: ['proposal.submit'], standing: undefined, to: 'review', is: 'allowed' },
  ],
  [
    'the capability replaces the permission',
    { status: 'review', properties: decision, standing: approver, to: 'done', is: 'allowed' },
  ],
  [
    'the capability does not replace the condition',
    { status: 'review', standing: approver, to: 'done', is: 'condition' },
  ],
  [
    'another value of the condition',
    {
      ...{ status: 'review', properties: { item_type: 'Decision' } },
      ...{ standing: approver, to: 'done', is: 'condition' },
    },
  ],
  [
    'the capability for a transition without one',
    { status: 'review', standing: approver, to: 'draft', outcome: 'x', is: 'permission' },
  ],
  [
    'a missing reason',
    {
      status: 'review',
      holds: ['proposal.approve'],
      to: 'draft',
      outcome: ' ',
      is: 'outcome_missing',
    },
  ],
  [
    'a reason',
    {
      status: 'review',
      holds: ['proposal.approve'],
      to: 'draft',
      outcome: 'Costs?',
      is: 'allowed',
    },
  ],
  [
    'a status that does not follow',
    { status: 'draft', holds: ['proposal.approve'], to: 'done', is: 'no_transition' },
  ],
  [
    'an unknown status',
    { status: 'draft', holds: ['proposal.submit'], to: 'gone', is: 'no_transition' },
  ],
  [
    'an item in an unknown status',
    { status: 'gone', holds: ['proposal.submit'], to: 'review', is: 'no_transition' },
  ],
])(
  'spec workflow#decision: %s',
  (_, { status: at, properties = {}, holds = [], to, outcome, is, ...rest }) => {
    const standing = 'standing' in rest ? rest.standing : member;
    const asker = { permissions: new Set(holds), standing };
    const decided = decide(definition, { status: at, properties }, asker, { to, outcome });
    expect(decided.kind === 'refused' ? decided.why : decided.kind).toBe(is);
  },
);

test.each([
  ['condition', 'no equals sign', true],
  ['condition', 'note=', true],
  ['condition', 'constructor=', true],
  ['condition', 'item_type=a=b', false],
])('a %s “%s” is met: %s', (_, condition, isMet) => {
  const one = { ...definition, transitions: [step('draft', 'done', { condition })] };
  const [move] = movesFrom(
    one,
    { status: 'draft', properties: decision },
    {
      permissions: new Set(),
      standing: member,
    },
  );
  expect(move?.isAllowed).toBe(isMet);
});

test('the moves of an item say what each is allowed by, or what it lacks', () => {
  const item = { status: 'review', properties: {} };
  const asker = { permissions: new Set(['proposal.approve']), standing: approver };
  expect(
    movesFrom(definition, item, asker).map((move) => (move.isAllowed ? move.ground : move.lacks)),
  ).toEqual(['condition', 'proposal.approve']);
});
