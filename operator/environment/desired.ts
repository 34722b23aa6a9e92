import {
  admit,
  type ConnectedEnvironment,
  environmentSpec,
  type Parsed,
  type Platform,
  parseEnvironment,
  problemLine,
} from '#cdk8s/api/index.ts';
import { runKey } from './keys.ts';
import { type EnvironmentObject, marks } from './resource.ts';
import type { Desired } from './types.ts';

export interface Resolved {
  readonly desired: Desired;
  /**
   * The resource with defaults and its servers; absent when the spec breaks a rule, or goes beyond
   * what the platform gave.
   */
  readonly environment?: ConnectedEnvironment;
}

/** Reads the resource as it comes from the API server. A refused spec includes its problems. */
export function resolveResource(resource: EnvironmentObject, platform: Platform): Resolved {
  const {
    name,
    namespace = '',
    generation = 0,
    creationTimestamp = '',
    annotations = {},
  } = resource.metadata;
  const parsed = admitted(resource, platform);
  const facts = {
    name,
    namespace,
    generation,
    createdAt: Date.parse(creationTimestamp) || 0,
    ...optional('approvedPlan', annotations[marks.approvedPlan]),
    ...optional('requestedAt', requestOf(annotations[marks.requestedAt])),
    ...optional('rotate', requestOf(annotations[marks.rotate])),
  };
  if (parsed.ok) {
    const { spec, connections } = parsed.value;
    return { desired: { ...facts, problems: [], spec, connections }, environment: parsed.value };
  }
  const problems = parsed.problems.map(problemLine);
  return { desired: { ...facts, problems, spec: nothing, connections: {} } };
}

function admitted(resource: EnvironmentObject, platform: Platform): Parsed<ConnectedEnvironment> {
  const parsed = parseEnvironment(resource);
  return parsed.ok ? admit(parsed.value, platform) : parsed;
}

/** The longest request that the status can name. */
const longestRequest = 256;

/**
 * A request is answered by naming it in the status, so a longer one goes by its beginning and its
 * hash.
 */
const requestOf = (text: string | undefined): string | undefined =>
  text && text.length > longestRequest ? `${text.slice(0, 200)}… ${runKey(text)}` : text;

const optional = <K extends string>(key: K, value: string | undefined) =>
  value ? ({ [key]: value } as { [P in K]: string }) : {};

/**
 * Stands in where there is no spec to read; nothing looks at it, because the problems come first.
 */
const nothing = environmentSpec.parse({
  image: 'none:0',
  stage: 'dev',
  host: 'none.local',
  database: { name: 'none', urlSecretRef: { name: 'none' } },
});
