import { describe, expect, test } from 'vitest';
import { refOf, type SeedContent } from '../model.ts';
import { danglingReferences, seedContent } from './index.ts';

const counted = (names: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
const types = ({ entities }: SeedContent) => counted(entities.map(({ type }) => type));
const relationTypes = ({ relations }: SeedContent) => counted(relations.map(({ type }) => type));
const base = seedContent('base');
const demo = seedContent('demo');
const named = (content: SeedContent, type: string) =>
  content.entities.filter((entity) => entity.type === type);
const property = (content: SeedContent, ref: string, key: string) =>
  content.entities.find((entity) => refOf(entity) === ref)?.properties[key];

test('base holds the ontology, access control, navigation, settings and four workflows', () => {
  expect(types(base)).toEqual({
    ...{
      nav_item: 22,
      permission: 47,
      relation_type: 41,
      role: 2,
      setting: 23,
      user: 1,
      workflow_status: 17,
      workflow_transition: 19,
    },
  });
  expect(relationTypes(base)).toEqual({
    ...{
      has_permission: 49,
      has_role: 1,
      requires_permission: 20,
      transition_from: 19,
      transition_to: 19,
    },
  });
});

test('demo adds users, committees and their items', () => {
  expect(demo.entities.length - base.entities.length).toBe(139);
  expect(demo.relations.length - base.relations.length).toBe(224);
  expect(types(demo)).toMatchObject({
    ...{
      role: 7,
      user: 11,
      tor: 9,
      tor_function: 19,
      meeting: 9,
      suggestion: 8,
      proposal: 6,
      agenda_point: 14,
      protocol_step: 35,
      presentation_template: 2,
      template_slide: 6,
      coa: 2,
      opinion: 2,
    },
  });
  expect(relationTypes(demo)).toMatchObject({
    ...{
      has_permission: 109,
      has_role: 12,
      belongs_to_tor: 42,
      fills_position: 23,
      feeds_into: 8,
      escalates_to: 1,
      suggested_to: 8,
    },
    ...{ submitted_to: 6, considers_coa: 2, opinion_by: 2, opinion_on: 2, prefers_coa: 2 },
  });
  expect(
    demo.relations.filter(({ properties }) => Object.keys(properties).length > 0),
  ).toHaveLength(28);
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
      Admin: 2,
      Dashboard: 1,
      Documents: 5,
      Governance: 16,
      Roles: 2,
      Settings: 2,
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
  ]);
});

test('roles hold as many permissions as their work needs', () => {
  const grants = demo.relations
    .filter(({ type }) => type === 'has_permission')
    .map(({ source }) => source);
  expect(counted(grants)).toEqual({
    ...{
      'role:admin': 47,
      'role:editor': 11,
      'role:governance_officer': 15,
      'role:manager': 25,
      'role:secretary': 7,
    },
    ...{ 'role:user': 2, 'role:viewer': 2 },
  });
});
