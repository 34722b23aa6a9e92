import { type AhltEnvironment, environmentSpec, parseEnvironment, problemLine } from '#cdk8s/api/index.ts';
import { runKey } from './keys.ts';
import { type EnvironmentObject, marks } from './resource.ts';
import type { Desired } from './types.ts';

export interface Wish {
  readonly desired: Desired;
  /** The resource with defaults; absent when the spec breaks a rule. */
  readonly environment?: AhltEnvironment;
}

/** Reads the resource as it comes from the API server. A spec that is refused still says what is wrong with it. */
export function wishOf(resource: EnvironmentObject): Wish {
  const { name, namespace = '', generation = 0, creationTimestamp = '', annotations = {} } = resource.metadata;
  const parsed = parseEnvironment(resource);
  const facts = {
    name,
    namespace,
    generation,
    createdAt: Date.parse(creationTimestamp) || 0,
    ...optional('approvedPlan', annotations[marks.approvedPlan]),
    ...optional('requestedAt', requestOf(annotations[marks.requestedAt])),
    ...optional('rotate', requestOf(annotations[marks.rotate])),
  };
  if (parsed.ok) return { desired: { ...facts, problems: [], spec: parsed.value.spec }, environment: parsed.value };
  const problems = parsed.problems.map(problemLine);
  return { desired: { ...facts, problems, spec: nothing } };
}

/** The longest request that the status can name. */
const longestRequest = 256;

/** A request is answered by naming it in the status, so a longer one goes by its beginning and its hash. */
const requestOf = (text: string | undefined): string | undefined =>
  text && text.length > longestRequest ? `${text.slice(0, 200)}… ${runKey(text)}` : text;

const optional = <K extends string>(key: K, value: string | undefined) => (value ? ({ [key]: value } as { [P in K]: string }) : {});

/** Stands in where there is no spec to read; nothing looks at it, because the problems come first. */
const nothing = environmentSpec.parse({
  image: 'none:0',
  stage: 'dev',
  host: 'none.local',
  database: { name: 'none', urlSecretRef: { name: 'none' } },
});
