import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../../ontology/actor.ts';
import { longestKey } from '../../ontology/schema.ts';
import { userNameProblem } from '../../people/index.ts';
import { mayAdminister, mayGive, mayGrant, type Powers } from '../../roles/index.ts';
import type { EntityItem, RelationItem } from '../formats/items.ts';
import { texts } from '../transfer-texts.ts';
import {
  concernsAccess,
  entityProblem,
  entityRefusal,
  type Importer,
  isGuarded,
  isGuardedRelation,
  type Present,
  relationProblem,
  relationRefusal,
} from './rules.ts';

const powers = (...codes: PermissionCode[]): ReadonlySet<PermissionCode> => new Set(codes);
const helper = { label: 'Helper', codes: ['users.edit'] as PermissionCode[] };
const entity = (facts: Partial<EntityItem> = {}): EntityItem => ({
  ...{ kind: 'entity', index: 0, type: 'tor', name: 'board', label: 'Board', sortOrder: 0 },
  ...{ isActive: undefined, properties: {} },
  ...facts,
});

describe('spec data-exchange#checks: problems of an entity', () => {
  test.each<[string, Partial<EntityItem>, string | undefined]>([
    ['nothing', {}, undefined],
    ['a type that nobody could name', { type: 'Tor' }, texts.typeName('Tor')],
    ['a type with something before it', { type: '!tor' }, texts.typeName('!tor')],
    ['… and behind it', { type: 'tor!' }, texts.typeName('tor!')],
    ['a type of 63 characters', { type: 't'.repeat(63) }, undefined],
    ['a type of 64', { type: 't'.repeat(64) }, texts.typeName('t'.repeat(64))],
    ['an entry of the audit log', { type: 'audit_entry' }, texts.auditEntry],
    ['no name', { name: '' }, texts.nameLength],
    ['a name of 255 characters', { name: 'n'.repeat(255) }, undefined],
    ['… of 256', { name: 'n'.repeat(256) }, texts.nameLength],
    ['… of 255 that take two units each', { name: '𝒏'.repeat(255) }, undefined],
    ['… of 256 that take two units each', { name: '𝒏'.repeat(256) }, texts.nameLength],
    ['a name that no user may have', { type: 'user', name: 'ａnna' }, userNameProblem('ａnna')],
    ['the same name of something else', { name: 'ａnna' }, undefined],
    ['a user name', { type: 'user', name: 'anna' }, undefined],
    ['a label of 500 characters', { label: 'l'.repeat(500) }, undefined],
    ['… of 501', { label: 'l'.repeat(501) }, texts.labelLength],
    ['a name with a NUL', { name: 'a\u0000' }, texts.unstorable('name')],
    ['a name with half a character', { name: 'a\ud800' }, texts.unstorable('name')],
    ['a label with a NUL', { label: '\u0000' }, texts.unstorable('label')],
    ['a fraction as the order', { sortOrder: 0.5 }, texts.sortOrderRange],
    ['the least order', { sortOrder: -2_147_483_648 }, undefined],
    ['less than the least', { sortOrder: -2_147_483_649 }, texts.sortOrderRange],
    ['the greatest order', { sortOrder: 2_147_483_647 }, undefined],
    ['more than the greatest', { sortOrder: 2_147_483_648 }, texts.sortOrderRange],
    ['a property without a name', { properties: { '': 'x' } }, texts.keyLength],
    [
      'a property with the longest name',
      { properties: { ['k'.repeat(longestKey)]: 'x' } },
      undefined,
    ],
    [
      '… of characters that take two units each',
      { properties: { ['𝒌'.repeat(longestKey)]: 'x' } },
      undefined,
    ],
    ['… with a longer one', { properties: { ['k'.repeat(longestKey + 1)]: 'x' } }, texts.keyLength],
    ['a key with a NUL', { properties: { 'a\u0000b': 'x' } }, texts.unstorable('ab')],
    ['a value with a NUL', { properties: { ok: 'x', note: '\u0000' } }, texts.unstorable('note')],
    [
      'an empty text where a day is expected',
      { type: 'meeting', properties: { meeting_date: '' } },
      undefined,
    ],
  ])('%s', (_, facts, problem) => expect(entityProblem(entity(facts), 'everything')).toBe(problem));

  test('values that the schema does not know are all named, with a blank between', () => {
    const properties = { meeting_date: 'soon', chair_user_id: 'Ann' };
    expect(entityProblem(entity({ type: 'meeting', properties }), 'everything')).toMatch(
      /meeting_date.*\. .*chair_user_id/,
    );
  });

  test('a capability needs the permission that its page asks for', () => {
    const position = entity({ type: 'tor_function', properties: { can_call_meetings: 'true' } });
    expect(entityProblem(position, powers())).toContain('capabilities of a position');
    expect(entityProblem(position, powers('tor.edit'))).toBeUndefined();
  });
});

test.each<[string, Partial<RelationItem>, string | undefined]>([
  ['nothing', {}, undefined],
  ['a type with a NUL', { type: 'feeds\u0000' }, texts.unstorable('feeds\u0000')],
  [
    'a source that is no text of a database',
    { source: { type: 'tor', name: '\ud800' } },
    texts.unstorable('feeds_into'),
  ],
  [
    'a type of the source',
    { source: { type: '\ud800', name: 'a' } },
    texts.unstorable('feeds_into'),
  ],
  ['a target', { target: { type: 'tor', name: '\u0000' } }, texts.unstorable('feeds_into')],
  [
    'a type of the target',
    { target: { type: '\u0000', name: 'b' } },
    texts.unstorable('feeds_into'),
  ],
  ['a property', { properties: { note: '\u0000' } }, texts.unstorable('note')],
  ['a property without a name', { properties: { '': 'x' } }, texts.keyLength],
])('problems of a relation: %s', (_, facts, problem) => {
  const ends = { source: { type: 'tor', name: 'a' }, target: { type: 'tor', name: 'b' } };
  const relation = {
    kind: 'relation',
    index: 0,
    type: 'feeds_into',
    ...ends,
    properties: {},
    describes: false,
  } as const;
  expect(relationProblem({ ...relation, ...facts })).toBe(problem);
});

describe('spec permissions#no-escalation: a file may create or change an entity only as its page may', () => {
  const importer = (held: Powers, id: string | null = '1'): Importer => ({
    ...{ powers: held, actor: { id } },
    policy: { environment: 'test', pinnedSettings: {} },
  });
  const there = (codes: PermissionCode[] = [], id = '5'): Present => ({ id, label: 'Ann', codes });
  const needs = (code: PermissionCode) => texts.needs(code);

  test.each<[string, Partial<EntityItem>, Present | undefined, Importer, string | undefined]>([
    ['what nobody guards', {}, undefined, importer(powers()), undefined],
    [
      'a new user',
      { type: 'user' },
      undefined,
      importer(powers('users.edit')),
      needs('users.create'),
    ],
    [
      '… with the permission',
      { type: 'user' },
      undefined,
      importer(powers('users.create')),
      undefined,
    ],
    [
      'a user who is there',
      { type: 'user' },
      there(),
      importer(powers('users.create')),
      needs('users.edit'),
    ],
    ['… with the permission', { type: 'user' }, there(), importer(powers('users.edit')), undefined],
    [
      'a user by the program itself',
      { type: 'user' },
      there(['roles.manage']),
      importer('everything'),
      undefined,
    ],
    ['a new role', { type: 'role' }, undefined, importer(powers()), needs('roles.manage')],
    [
      'a workflow',
      { type: 'workflow_status' },
      undefined,
      importer(powers()),
      needs('workflow.manage'),
    ],
    ['a new setting', { type: 'setting' }, undefined, importer(powers()), needs('settings.manage')],
    [
      'their own account',
      { type: 'user', isActive: false },
      there([], '1'),
      importer('everything'),
      texts.ownAccount,
    ],
    [
      '… that stays active',
      { type: 'user', isActive: true },
      there([], '1'),
      importer('everything'),
      undefined,
    ],
    [
      '… of which nothing is said',
      { type: 'user' },
      there([], '1'),
      importer('everything'),
      undefined,
    ],
    [
      'another account',
      { type: 'user', isActive: false },
      there(),
      importer('everything'),
      undefined,
    ],
    [
      'what only has the same id',
      { type: 'tor', isActive: false },
      there([], '1'),
      importer('everything'),
      undefined,
    ],
  ])('%s', (_, facts, present, by, refusal) =>
    expect(entityRefusal(entity(facts), present, by)).toBe(refusal),
  );

  test('an account or a role with more permissions than the actor is not changed', () => {
    const by = importer(powers('users.edit', 'roles.manage'));
    const more = there(['audit.view']);
    expect(entityRefusal(entity({ type: 'user' }), more, by)).toBe(mayAdminister(by.powers, more));
    expect(entityRefusal(entity({ type: 'role' }), more, by)).toBe(mayGrant(by.powers, more.codes));
  });
});

describe('spec settings#values: a setting comes by a file as its page would take it', () => {
  const retention = (properties: Record<string, string>, facts: Partial<EntityItem> = {}) =>
    entity({
      type: 'setting',
      name: 'audit.retention_days',
      label: 'Retention',
      properties,
      ...facts,
    });
  const there = (value: string | null): Present => ({
    id: '5',
    label: 'Retention',
    codes: [],
    value,
  });
  const policy = { environment: 'test', pinnedSettings: {} } as const;
  const refusal = (item: EntityItem, present: Present | undefined, held: Powers) =>
    entityRefusal(item, present, { powers: held, policy, actor: { id: '1' } });
  const all = powers('settings.manage', 'settings.security');

  test.each<[string, Record<string, string>, Present | undefined, Powers, RegExp | undefined]>([
    ['no value for a new one', {}, undefined, all, undefined],
    ['no value for one that has one', {}, there('90'), all, /"properties\.value" is missing/],
    ['a value that fits', { value: '100' }, there('90'), all, undefined],
    ['a value below the floor', { value: '1' }, there('90'), all, /from 90/],
    [
      'a value below the floor, by the program itself',
      { value: '1' },
      undefined,
      'everything',
      /from 90/,
    ],
    ['… one that fits', { value: '100' }, undefined, 'everything', undefined],
    [
      'a security setting without its permission',
      { value: '100' },
      there('90'),
      powers('settings.manage'),
      /./,
    ],
    [
      '… that has the value already',
      { value: '90' },
      there('90'),
      powers('settings.manage'),
      undefined,
    ],
  ])('%s', (_, properties, present, held, problem) => {
    const said = refusal(retention(properties), present, held);
    problem === undefined ? expect(said).toBeUndefined() : expect(said).toMatch(problem);
  });

  test.each([
    ['number', 'x', /whole number/],
    ['boolean', 'x', /yes or no/],
    ['text', 'x', undefined],
    ['picture', 'x', undefined],
  ])('an undeclared one has type %s if the file says so', (type, value, problem) => {
    const own = retention({ value, setting_type: type }, { name: 'own.setting' });
    for (const [present, held] of [
      [undefined, 'everything'],
      [there(null), all],
    ] as const) {
      const said = refusal(own, present, held);
      problem === undefined ? expect(said).toBeUndefined() : expect(said).toMatch(problem);
    }
  });
});

test('a security setting that is new needs its permission, unless the program itself brings it', () => {
  const item = entity({
    type: 'setting',
    name: 'audit.retention_days',
    label: 'Retention',
    properties: { value: '100' },
  });
  const by = (held: Powers, environment: 'test' | 'prod'): Importer => ({
    ...{ powers: held, actor: { id: '1' } },
    policy: { environment, pinnedSettings: {} },
  });
  expect(entityRefusal(item, undefined, by(powers('settings.manage'), 'test'))).toMatch(/./);
  expect(entityRefusal(item, undefined, by('everything', 'prod'))).toBeUndefined();
  const there = { id: '5', label: 'Retention', codes: [], value: '90' };
  expect(entityRefusal(item, there, by('everything', 'prod'))).toMatch(/second person/);
});

describe('spec permissions#no-escalation: two entities are related by a file as their page would let them', () => {
  const relation = (type: string, sourceType = 'user', targetName = 'x') => ({
    type,
    sourceType,
    targetName,
  });
  test.each<[string, ReturnType<typeof relation>, Powers, string | undefined]>([
    ['what nobody guards', relation('feeds_into', 'tor'), powers(), undefined],
    ['a role', relation('has_role'), powers(), texts.needs('roles.assign')],
    ['a permission', relation('has_permission', 'role'), powers(), texts.needs('roles.manage')],
    [
      'a place in the menu',
      relation('requires_permission', 'nav_item'),
      powers(),
      texts.needs('roles.manage'),
    ],
    ['a step of a workflow', relation('transition_to'), powers(), texts.needs('workflow.manage')],
    ['a position', relation('fills_position'), powers(), texts.needs('tor.manage_members')],
    ['a position by the program itself', relation('fills_position'), 'everything', undefined],
    [
      'a position with the permission',
      relation('fills_position'),
      powers('tor.manage_members'),
      undefined,
    ],
    [
      'a body of a position',
      relation('belongs_to_tor', 'tor_function'),
      powers(),
      texts.needs('tor.edit'),
    ],
    ['a body of something else', relation('belongs_to_tor', 'meeting'), powers(), undefined],
    ['what every object has', relation('constructor'), powers(), undefined],
  ])('%s', (_, of, held, refusal) => {
    expect(relationRefusal(of, undefined, held)).toBe(refusal);
    expect(isGuardedRelation(of)).toBe(
      !['feeds_into', 'constructor'].includes(of.type) && of.sourceType !== 'meeting',
    );
  });

  test('a role is assigned only by users who hold its permissions', () => {
    const held = powers('roles.assign');
    expect(relationRefusal(relation('has_role'), helper, held)).toBe(mayGive(held, helper));
    expect(
      relationRefusal(relation('has_role'), helper, powers('roles.assign', 'users.edit')),
    ).toBeUndefined();
    expect(relationRefusal(relation('has_role'), undefined, held)).toBeUndefined();
    expect(
      relationRefusal(relation('fills_position'), helper, powers('tor.manage_members')),
    ).toBeUndefined();
  });

  test('a permission is granted only by users who hold it and all permissions of the role', () => {
    const grant = relation('has_permission', 'role', 'audit.view');
    const held = powers('roles.manage', 'audit.view');
    expect(relationRefusal(grant, undefined, powers('roles.manage'))).toBe(
      mayGrant(powers(), ['audit.view']),
    );
    expect(relationRefusal(grant, helper, held)).toBe(mayGrant(held, ['users.edit']));
    expect(relationRefusal(grant, undefined, held)).toBeUndefined();
  });
});

test.each([
  ['user', true, true],
  ['role', true, true],
  ['permission', true, true],
  ['setting', true, false],
  ['tor', false, false],
  ['constructor', false, false],
])('%s is guarded: %s, and concerns access: %s', (type, guarded, access) => {
  expect([isGuarded({ type }), concernsAccess(type)]).toEqual([guarded, access]);
});
