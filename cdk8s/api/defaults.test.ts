import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { withDefaults } from './defaults.ts';
import { logLevels, stages } from './names.ts';
import { environmentSpec } from './spec.ts';

const json = z.toJSONSchema(environmentSpec, { io: 'input', reused: 'inline' });

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const partly = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });
const seconds = fc.integer({ min: 5, max: 3600 });
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);

const anySpec = fc.record(
  {
    image: fc.constantFrom('im-ctrl:1.0.0', 'registry.gitlab.local:5050/ahlt/im-ctrl:1.0.0-rc.1'),
    stage: fc.constantFrom(...stages),
    host: name.map((host) => `${host}.local`),
    database: fc.record(
      {
        name,
        server: name,
        urlSecretRef: fc.record({ name, key: name }, { requiredKeys: ['name'] }),
        poolMax: fc.integer({ min: 1, max: 100 }),
      },
      { requiredKeys: ['name'] },
    ),
    replicas: fc.integer({ min: 0, max: 20 }),
    logLevel: fc.constantFrom(...logLevels),
    resources: partly({
      requests: partly({ cpu: fc.constant('1'), memory: fc.constant('1Gi') }),
      limits: partly({ memory: fc.constant('2Gi') }),
    }),
    graph: partly({ enabled: fc.boolean(), server: name }),
    migrations: partly({ allowDestructive: fc.boolean(), deadlineSeconds: seconds }),
    resync: partly({ schedule: fc.constant('0 3 * * *'), afterSeed: fc.boolean() }),
    rollout: partly({ deadlineSeconds: seconds, rollback: fc.boolean() }),
    session: partly({ idleMinutes: fc.integer({ min: 1, max: 60 }), cookieSecure: fc.boolean() }),
    trustProxy: fc.array(fc.constant('10.42.0.0/16'), { maxLength: 16 }),
    mail: fc.record(
      { host: name, from: fc.constant('ahlt@example.org'), port: fc.constant(465) },
      { requiredKeys: ['host', 'from'] },
    ),
    suspend: fc.boolean(),
  },
  { requiredKeys: ['image', 'stage', 'host', 'database'] },
);

test('a spec with defaults is valid, and parsing it again changes nothing', () =>
  fc.assert(
    fc.property(anySpec, (spec) => {
      const parsed = environmentSpec.parse(spec);
      expect(environmentSpec.parse(parsed)).toEqual(parsed);
    }),
  ));

test('the defaults of the schema are the defaults of zod: the API server and the files agree', () =>
  fc.assert(
    fc.property(anySpec, (spec) => {
      expect(withDefaults(json, spec)).toEqual(environmentSpec.parse(spec));
    }),
  ));

test('defaults are applied around invalid values', () =>
  fc.assert(
    fc.property(
      fc.record({ session: optional(fc.jsonValue()), graph: optional(fc.jsonValue()) }),
      (spec) => {
        const filled = withDefaults(json, spec);
        expect(filled).toMatchObject({ replicas: 1, rollout: { rollback: true } });
        expect(withDefaults(json, filled)).toEqual(filled);
      },
    ),
  ));
