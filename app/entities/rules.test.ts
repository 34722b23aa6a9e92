import { describe, expect, test } from 'vitest';
import { entityTypes } from '../declarations.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { longestKey } from '../ontology/schema.ts';
import type { Powers } from '../roles/index.ts';
import {
  hiddenTypes,
  isSystemType,
  mayReadType,
  mayRelate,
  mayWriteType,
  propertyReasons,
  readersOf,
  referencesOf,
} from './rules.ts';
import { texts } from './texts.ts';

const powers = (...codes: PermissionCode[]): Powers => new Set(codes);

describe('types that are kept from readers', () => {
  test.each<[string, PermissionCode[]]>([
    ['user', ['users.list']],
    ['setting', ['settings.manage']],
    ['audit_entry', ['audit.view']],
    ['warning', ['warnings.view']],
    ['warning_receipt', ['warnings.view']],
    ['warning_event', ['warnings.view']],
    ['document', ['tor.edit']],
    ['minutes_section', ['tor.edit', 'minutes.view']],
    ['tor', ['tor.list']],
    ['role', []],
    ['toString', []],
  ])('%s asks for %s', (type, codes) => {
    expect(readersOf(type)).toEqual(codes);
    expect(mayReadType(type, powers())).toBe(codes.length === 0);
    expect(mayReadType(type, 'everything')).toBe(true);
    expect(mayReadType(type, powers(...codes))).toBe(true);
    if (codes.length > 1) expect(mayReadType(type, powers(...codes.slice(1)))).toBe(false);
  });

  test('what stays hidden is what one of its permissions is missing for', () => {
    expect(hiddenTypes('everything')).toEqual([]);
    const hidden = hiddenTypes(powers('users.list', 'warnings.view', 'tor.edit', 'agenda.view'));
    expect(hidden).toContain('setting');
    expect(hidden).toContain('minutes');
    expect(hidden).toContain('proposal');
    expect(hidden).not.toContain('decision');
    expect(hidden).not.toContain('user');
  });

  test('spec ontology-explorer#visibility: every type of governance has readers', () =>
    expect(
      Object.keys(entityTypes)
        .filter((type) => readersOf(type).length === 0)
        .toSorted(),
    ).toEqual([
      ...['nav_item', 'permission', 'relation_type', 'role', 'workflow_status'],
      'workflow_transition',
    ]));
});

describe('spec api#entities: types that can be written by name', () => {
  test.each([
    ['user', texts.systemType('user')],
    ['warning_event', texts.systemType('warning_event')],
    ['tor', true],
    ['own_type_2', true],
    ['t'.repeat(63), true],
    ['t'.repeat(64), texts.typeName],
    ['', texts.typeName],
    ['2nd', texts.typeName],
    ['_own', texts.typeName],
    ['Tor', texts.typeName],
    ['tor!', texts.typeName],
    ['!tor', texts.typeName],
  ])('%s', (type, verdict) => expect(mayWriteType(type)).toBe(verdict));

  test('a type of the system is read only', () => {
    expect([isSystemType('role'), isSystemType('tor')]).toEqual([true, false]);
  });
});

describe('what keeps a property from getting a value', () => {
  type Changes = Readonly<Record<string, string | null>>;
  const field = (key: string) => `properties.${key}`;
  const workflow = (type: string) => ({
    field: field('status'),
    message: texts.workflow(type),
    code: 'workflow',
  });
  const capability = {
    field: field('can_call_meetings'),
    message: texts.capability,
    code: 'escalation',
  };
  test.each<[string, string, Record<string, string>, Changes, Powers, object[]]>([
    ['nothing changes', 'tor', {}, {}, powers(), []],
    ['a value that fits', 'tor', {}, { description: 'x' }, powers(), []],
    [
      'a value that was there already, though it does not fit',
      'meeting',
      { meeting_date: 'x' },
      { meeting_date: 'x' },
      powers(),
      [],
    ],
    ['a removal of a missing property', 'tor', {}, { api_token: null }, powers(), []],
    [
      'a value that does not fit',
      'meeting',
      {},
      { meeting_date: 'x' },
      powers(),
      [
        {
          field: field('meeting_date'),
          message: expect.stringContaining('meeting_date'),
          code: 'property_invalid',
        },
      ],
    ],
    [
      'a secret that is written',
      'tor',
      {},
      { api_token: 'x' },
      'everything',
      [
        {
          field: field('api_token'),
          message: expect.stringContaining('api_token'),
          code: 'sensitive',
        },
      ],
    ],
    [
      'a secret that is removed',
      'tor',
      { api_token: 'x' },
      { api_token: null },
      'everything',
      [{ field: field('api_token'), message: texts.secret('api_token'), code: 'sensitive' }],
    ],
    [
      'a property that is removed',
      'tor',
      { description: 'x' },
      { description: null },
      powers(),
      [],
    ],
    [
      'a key without characters',
      'tor',
      {},
      { '': 'x' },
      powers(),
      [{ field: field(''), message: texts.keyName }],
    ],
    [
      'a key with a control character',
      'tor',
      {},
      { 'a\nb': 'x' },
      powers(),
      [{ field: field('a\nb'), message: texts.keyName }],
    ],
    [
      'a control character first',
      'tor',
      {},
      { '\na': 'x' },
      powers(),
      [{ field: field('\na'), message: texts.keyName }],
    ],
    [
      '… and last',
      'tor',
      {},
      { 'a\n': 'x' },
      powers(),
      [{ field: field('a\n'), message: texts.keyName }],
    ],
    ['a key as long as keys may be', 'tor', {}, { ['k'.repeat(longestKey)]: 'x' }, powers(), []],
    [
      'a longer one',
      'tor',
      {},
      { ['k'.repeat(longestKey + 1)]: 'x' },
      powers(),
      [{ field: field('k'.repeat(longestKey + 1)), message: texts.keyName }],
    ],
    ['a key that every object has', 'tor', {}, { constructor: null }, powers(), []],
    [
      'a status that a workflow moves',
      'proposal',
      {},
      { status: 'approved' },
      powers('tor.edit'),
      [workflow('proposal')],
    ],
    [
      '… with the permission for workflows',
      'proposal',
      {},
      { status: 'approved' },
      powers('workflow.manage'),
      [workflow('proposal')],
    ],
    [
      '… back to its first',
      'proposal',
      { status: 'approved' },
      { status: 'draft' },
      powers('workflow.manage'),
      [workflow('proposal')],
    ],
    ['… that is its first', 'proposal', {}, { status: 'draft' }, powers(), []],
    [
      '… that is removed',
      'meeting',
      { status: 'held' },
      { status: null },
      powers(),
      [workflow('meeting')],
    ],
    ['a status that no workflow moves', 'tor', {}, { status: 'archived' }, powers(), []],
    ['another property of a workflow type', 'proposal', {}, { note: 'x' }, powers(), []],
    ['a capability', 'tor_function', {}, { can_call_meetings: 'true' }, powers(), [capability]],
    [
      '… with the permission to give it',
      'tor_function',
      {},
      { can_call_meetings: 'true' },
      powers('tor.edit'),
      [],
    ],
    [
      '… that is taken',
      'tor_function',
      { can_call_meetings: 'true' },
      { can_call_meetings: 'false' },
      powers(),
      [],
    ],
    [
      'a property that only ends like a capability',
      'tor_function',
      {},
      { toucan_: 'true' },
      powers(),
      [],
    ],
    ['a capability of another type', 'tor', {}, { can_call_meetings: 'true' }, powers(), []],
  ])('%s', (_, type, before, changes, held, reasons) => {
    expect(propertyReasons(type, before, changes, held)).toEqual(reasons);
  });
});

describe('ids that changed properties refer to', () => {
  test.each<[string, string, Record<string, string | null>, object[]]>([
    [
      'a reference',
      'meeting',
      { chair_user_id: '7' },
      [{ key: 'chair_user_id', id: '7', refersTo: 'user' }],
    ],
    ['a reference that is removed', 'meeting', { chair_user_id: null }, []],
    ['a property that refers to nothing', 'meeting', { notes: '7' }, []],
    ['a property that nobody declared', 'meeting', { other_id: '7' }, []],
    ['a type that nobody declared', 'own_type', { chair_user_id: '7' }, []],
  ])('%s', (_, type, changes, references) =>
    expect(referencesOf(type, changes)).toEqual(references),
  );
});

describe('spec permissions#no-escalation: relations that can be written by their type', () => {
  test.each<[string, string, Powers, true | string]>([
    ['has_role', 'user', 'everything', texts.systemRelation('has_role')],
    ['for_user', 'warning', 'everything', texts.systemRelation('for_user')],
    ['feeds_into', 'tor', powers(), true],
    ['belongs_to_tor', 'meeting', powers(), true],
    ['belongs_to_tor', 'tor_function', powers(), texts.relationNeeds('belongs_to_tor', 'tor.edit')],
    ['belongs_to_tor', 'tor_function', powers('tor.edit'), true],
    [
      'fills_position',
      'user',
      powers('tor.edit'),
      texts.relationNeeds('fills_position', 'tor.manage_members'),
    ],
    ['fills_position', 'user', powers('tor.manage_members'), true],
    ['fills_position', 'tor_function', 'everything', true],
  ])('%s from %s', (type, source, held, verdict) =>
    expect(mayRelate(type, source, held)).toBe(verdict),
  );
});
