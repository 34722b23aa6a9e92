import { describe, expect, test } from 'vitest';
import {
  menuEntries,
  permissions,
  relationTypes,
  settings,
  workflows,
} from '../../declarations.ts';
import { refOf, type SeedContent } from '../model.ts';
import { seedContent } from './index.ts';

/** References of `content` that match none of its entities; empty unless the content is wrong. */
function danglingReferences({ entities, relations, signIns }: SeedContent): readonly string[] {
  const known = new Set<string>(entities.map(refOf));
  const used = [
    ...relations.flatMap(({ type, source, target }) => [`relation_type:${type}`, source, target]),
    ...entities.flatMap(({ properties }) =>
      Object.values(properties).flatMap((value) =>
        typeof value === 'object' && 'ref' in value ? [value.ref] : [],
      ),
    ),
    ...signIns.map(({ user }) => `user:${user}`),
  ];
  return [...new Set(used)].filter((reference) => !known.has(reference));
}

const counted = (names: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
const types = ({ entities }: SeedContent) => counted(entities.map(({ type }) => type));
const base = seedContent('base');
const demo = seedContent('demo');
const named = (content: SeedContent, type: string) =>
  content.entities.filter((entity) => entity.type === type);
const property = (content: SeedContent, ref: string, key: string) =>
  content.entities.find((entity) => refOf(entity) === ref)?.properties[key];

test('base holds what features declare, two roles and an administrator', () => {
  const each = (declared: object) => Object.keys(declared).length;
  const ofWorkflows = (part: 'statuses' | 'transitions') =>
    Object.values(workflows).reduce((sum, workflow) => sum + each(workflow[part]), 0);
  expect(types(base)).toEqual({
    ...{ role: 2, user: 1, nav_item: each(menuEntries), permission: each(permissions) },
    ...{ relation_type: each(relationTypes), setting: each(settings) },
    workflow_status: ofWorkflows('statuses'),
    workflow_transition: ofWorkflows('transitions'),
  });
});

test('demo adds users, committees and their items', () => {
  const found = types(demo);
  for (const type of [
    ...['tor', 'tor_function', 'meeting', 'suggestion', 'proposal', 'agenda_point', 'coa'],
    ...[
      'opinion',
      'protocol_step',
      'presentation_template',
      'template_slide',
      'document',
      'action_item',
    ],
  ])
    expect(found[type] ?? 0, type).toBeGreaterThan(1);
  expect([found['user'], found['role']]).toEqual([11, 9]);
});

describe.each(['base', 'demo'] as const)('%s', (profile) => {
  const content = seedContent(profile);

  test('declares everything it refers to, and nothing twice', () => {
    expect(danglingReferences(content)).toEqual([]);
    expect(new Set(content.entities.map(refOf)).size).toBe(content.entities.length);
    expect(
      new Set(content.relations.map(({ type, source, target }) => `${type} ${source} ${target}`))
        .size,
    ).toBe(content.relations.length);
  });

  test('joins only the entity types that a relation type allows', () => {
    const allowed = (type: string, end: string) =>
      JSON.parse(String(property(content, `relation_type:${type}`, end))) as string[];
    const wrong = content.relations.filter(
      ({ type, source, target }) =>
        !allowed(type, 'source_types').includes(source.split(':')[0] ?? '') ||
        !allowed(type, 'target_types').includes(target.split(':')[0] ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  test('spec roles#default-role: has exactly one default role', () =>
    expect(
      named(content, 'role').filter(({ properties }) => properties['is_default']),
    ).toHaveLength(1));

  test('spec ontology#secrets: keeps passwords out of properties', () =>
    expect(content.entities.filter(({ properties }) => 'password' in properties)).toEqual([]));
});

test('permissions are grouped as the role builder shows them, each with one sentence', () => {
  const permissions = named(base, 'permission');
  expect(counted(permissions.map(({ properties }) => String(properties['group_name'])))).toEqual({
    ...{
      API: 4,
      Admin: 3,
      Dashboard: 1,
      Documents: 5,
      Governance: 16,
      Roles: 2,
      Settings: 3,
      Users: 4,
      Workflow: 11,
    },
  });
  expect(
    permissions.filter(
      ({ properties }) => !/^[A-Z][^.]*\.$/.test(String(properties['description'])),
    ),
  ).toEqual([]);
});

test('spec seed#consistency: no two entries of a menu share a place', () => {
  const places = named(base, 'nav_item').map(
    ({ properties, sortOrder }) => `${properties['parent']} ${sortOrder}`,
  );
  expect(new Set(places).size).toBe(places.length);
});

test('spec seed#consistency: each workflow has one initial status, and its transitions stay inside it and name permissions that exist', () => {
  const statuses = named(base, 'workflow_status');
  expect(
    counted(statuses.map(({ properties }) => String(properties['entity_type_scope']))),
  ).toEqual({
    ...{ agenda_point: 4, meeting: 5, proposal: 5, suggestion: 3 },
  });
  const initial = statuses.filter(({ properties }) => properties['is_initial'] === 'true');
  expect(initial.map(({ name }) => name).sort()).toEqual([
    'agenda_point.scheduled',
    'meeting.projected',
    'proposal.draft',
    'suggestion.open',
  ]);
  const transitions = named(base, 'workflow_transition');
  expect(
    counted(transitions.map(({ properties }) => String(properties['entity_type_scope']))),
  ).toEqual({
    ...{ agenda_point: 5, meeting: 5, proposal: 6, suggestion: 3 },
  });
  const codes = named(base, 'permission').map(({ name }) => name);
  expect(
    transitions.filter(
      ({ properties }) => !codes.includes(String(properties['required_permission'])),
    ),
  ).toEqual([]);
});

test('a rejected proposal can be resubmitted', () => {
  expect(property(base, 'workflow_status:proposal.rejected', 'is_terminal')).toBeUndefined();
  expect(
    property(base, 'workflow_transition:proposal.rejected_to_submitted', 'required_permission'),
  ).toBe('proposal.submit');
});

test('spec seed#consistency: chairs and secretaries can do their work', () => {
  const holders = (flag: string) =>
    named(demo, 'tor_function')
      .filter(({ properties }) => properties[flag] === 'true')
      .map(({ name }) => name);
  expect(holders('can_call_meetings')).toEqual(['bc_chair', 'srb_chair', 'igb_chair', 'cab_chair']);
  expect(holders('can_record_decisions')).toEqual([
    'bc_chair',
    'srb_chair',
    'igb_chair',
    'igb_secretary',
    'cab_chair',
    'cab_secretary',
  ]);
});

test('roles hold as many permissions as their work needs', () => {
  const grants = demo.relations
    .filter(({ type }) => type === 'has_permission')
    .map(({ source }) => source);
  expect(counted(grants)).toEqual({
    ...{
      'role:admin': 49,
      'role:editor': 12,
      'role:governance_officer': 15,
      'role:manager': 25,
      'role:member': 14,
      'role:secretariat': 9,
      'role:secretary': 7,
    },
    ...{ 'role:user': 2, 'role:viewer': 2 },
  });
});
