import { parse } from 'yaml';

/** A job of the merged pipeline definition, as far as it decides who can replace what it runs. */
interface Job {
  readonly image?: string | { readonly name: string };
  readonly cache?:
    | readonly { readonly key?: string; readonly paths?: readonly string[] }[]
    | { readonly key?: string };
  readonly script?: readonly string[];
  readonly environment?: string | { readonly name: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules?: readonly { readonly if?: string; readonly when?: string }[];
}

/** A pipeline with `include` and `extends` merged, as printed by `gitlab-ci-local --preview`. */
export interface Pipeline {
  readonly variables: Readonly<Record<string, string>>;
  readonly default: Job;
  readonly jobs: ReadonlyMap<string, Job>;
}

/** Jobs whose result staging or prod runs, or that hold a key for them. */
const keyed = [
  'build',
  'scan',
  'sign',
  'release',
  'check-signature',
  'accept-staging',
  'deploy-staging',
  'deploy-prod',
];

/**
 * @param expanded output of `gitlab-ci-local --preview`
 * @param root text of `.gitlab-ci.yml`, whose variables and defaults the preview omits
 */
export function readPipeline(expanded: string, root: string): Pipeline {
  const { stages: _, ...jobs } = parse(expanded.slice(expanded.indexOf('---') + 3)) as Record<
    string,
    Job
  >;
  return {
    ...(parse(root) as Pick<Pipeline, 'variables' | 'default'>),
    jobs: new Map(Object.entries(jobs)),
  };
}

/** How a branch could replace what signs or deploys: a sentence each, none for a safe pipeline. */
export function weaknesses(pipeline: Pipeline): string[] {
  return [...pipeline.jobs].flatMap(([name, job]) => [
    ...(keyed.includes(name) ? weaknessesOfKeyed(name, job, pipeline) : []),
    ...(runsOnBranches(job) ? weaknessesOfBranch(name, job) : []),
    ...(/COSIGN_PRIVATE_KEY/.test(scriptOf(job)) && environmentOf(job) !== 'signing'
      ? [`${name} signs without the environment of the key`]
      : []),
  ]);
}

function weaknessesOfKeyed(name: string, job: Job, pipeline: Pipeline): string[] {
  const image = imageOf(job) ?? imageOf(pipeline.default) ?? '';
  const named = image.replace(
    /^\$\{?(\w+)\}?$/,
    (_, variable: string) => pipeline.variables[variable] ?? '',
  );
  const caches = [job.cache ?? []]
    .flat()
    .filter(({ key }) => !(name === 'scan' && key === 'trivy'));
  return [
    ...(/@sha256:[0-9a-f]{64}$/.test(named)
      ? []
      : [`${name} runs in ${named}, which can be replaced`]),
    ...(caches.length > 0 ? [`${name} begins with a cache that other jobs write`] : []),
    ...((job.variables?.['CACHE'] ?? '') === '' && !/cache:\$CI/.test(scriptOf(job))
      ? []
      : [`${name} builds from a cache of the registry`]),
    ...(runsOnBranches(job) ? [`${name} runs on every branch`] : []),
  ];
}

/** Images of branches have their own repository. */
function weaknessesOfBranch(name: string, job: Job): string[] {
  const pushes = /push=true/.test(scriptOf(job));
  const own =
    job.variables?.['REPOSITORY']?.endsWith('/branches') === true &&
    /name=\$REPOSITORY:/.test(scriptOf(job));
  return pushes && !own ? [`${name} lets a branch push where jobs with keys read`] : [];
}

/** Whether a rule runs it in the pipeline of a branch or of a merge request. */
function runsOnBranches({ rules = [] }: Job): boolean {
  return rules.some(
    ({ if: condition, when }) =>
      when !== 'never' && !/== \$CI_DEFAULT_BRANCH|\$CI_COMMIT_TAG =~/.test(condition ?? ''),
  );
}

const scriptOf = ({ script = [] }: Job): string => script.join('\n');
const imageOf = ({ image }: Job): string | undefined =>
  typeof image === 'object' ? image.name : image;
const environmentOf = ({ environment }: Job): string | undefined =>
  typeof environment === 'object' ? environment.name : environment;
