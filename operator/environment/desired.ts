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
   * The resource with defaults and its servers; absent if the spec breaks a rule or exceeds what
   * the platform granted.
   */
  readonly environment?: ConnectedEnvironment;
}

/** Reads the resource as returned by the API server. A refused spec includes its problems. */
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

/** Maximum length of a request in the status. */
const longestRequest = 256;

/**
 * A request is acknowledged by naming it in the status, so a longer one is represented by its start
 * and its hash.
 */
const requestOf = (text: string | undefined): string | undefined =>
  text && text.length > longestRequest ? `${text.slice(0, 200)}… ${runKey(text)}` : text;

const optional = <K extends string>(key: K, value: string | undefined) =>
  value ? ({ [key]: value } as { [P in K]: string }) : {};

/** Placeholder for an unreadable spec; never used, because the problems are handled first. */
const nothing = environmentSpec.parse({
  image: 'none:0',
  stage: 'dev',
  host: 'none.local',
  database: { name: 'none', urlSecretRef: { name: 'none' } },
});
