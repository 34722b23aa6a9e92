import { infraNamespace, operatorName, systemNamespace } from '#cdk8s/charts/cluster-names.ts';
import { namespaceOf } from '#cdk8s/charts/environment-names.ts';
import type { Environments } from '#cdk8s/environments/read.ts';
import { imageVersion } from '#operator/environment/words.ts';
import { daysLeft, renewalDays } from '../certificates/plan.ts';
import { type LiveEnvironment, verdict } from '../deploy/verdict.ts';
import type { Facts, Point, ReplicaFacts, Seen } from './facts.ts';

/** One item of the checklist. */
export interface Check {
  readonly name: Point;
  readonly passed: boolean;
  /** The result as a sentence, or everything that failed. */
  readonly message: string;
  /** The next steps; empty if it passed. */
  readonly next: readonly string[];
}

/** The content of the files, and GitLab's address. */
export interface Wanted extends Environments {
  readonly gitlab: URL;
  readonly now: Date;
}

interface Problem {
  readonly message: string;
  readonly next: string;
}

/** Evaluates an item by its facts: an unreachable one has not passed. Pure. */
export function check<P extends Point>(point: P, looked: Seen<Facts[P]>, wanted: Wanted): Check {
  const judgement =
    'unseen' in looked
      ? [{ message: looked.unseen, next: reach[point] }]
      : judges[point](looked.seen, wanted);
  if (typeof judgement === 'string')
    return { name: point, passed: true, message: judgement, next: [] };
  return {
    name: point,
    passed: false,
    message: judgement.map(({ message }) => message).join('; '),
    next: [...new Set(judgement.map(({ next }) => next))],
  };
}

const startGitlab =
  'Start GitLab and its runner with make gitlab-up: docs/runbooks/repository-migration.md';
const startCluster =
  'Set KUBECONFIG to the cluster (after make kind: export KUBECONFIG=build/kind/ahlt.kubeconfig) and test it with kubectl get nodes';

/** The next steps if an item could not be checked. */
const reach: Record<Point, string> = {
  repository: startGitlab,
  registry: startGitlab,
  runner: startGitlab,
  pipeline: startGitlab,
  namespaces: startCluster,
  databases: startCluster,
  graph: startCluster,
  app: startCluster,
  ingress: startCluster,
  tls: 'make certs creates the certificates, make kind or npm run synth -- --certs certs adds them to the cluster',
};

/** Judges an item: the result as a sentence, or the problems. */
type Judge<P extends Point> = (seen: Facts[P], wanted: Wanted) => string | Problem[];

const judges: { readonly [P in Point]: Judge<P> } = {
  repository,
  registry,
  runner,
  pipeline,
  namespaces,
  databases,
  graph,
  app,
  ingress,
  tls,
};

const unless = (holds: boolean, message: string, next: string): Problem[] =>
  holds ? [] : [{ message, next }];
const orProblems = (held: string, problems: Problem[]): string | Problem[] =>
  problems.length === 0 ? held : problems;
const short = (commit: string | undefined): string => commit?.slice(0, 8) ?? 'nothing';

function repository(
  { origin, here, there, mainProtected, tagsProtected }: Facts['repository'],
  { gitlab }: Wanted,
) {
  const setUp = 'npm run gitlab -- setup';
  const home = hostOf(origin ?? '');
  return orProblems(
    `main is at ${short(here)} here and at ${home}; it accepts no pushes, and only maintainers create version tags`,
    [
      ...unless(
        home === gitlab.hostname,
        `origin is ${origin ?? 'not set'}`,
        `git remote set-url origin ssh://git@${gitlab.hostname}:2222/ahlt/im-ctrl.git`,
      ),
      ...(there === undefined
        ? [
            {
              message: 'the origin has no main',
              next: 'npm run gitlab -- migrate --from <url of the old repository>',
            },
          ]
        : unless(
            here === there,
            `main is at ${short(here)} here and at ${short(there)} at the origin`,
            'git fetch origin; open a merge request for local commits, or git pull',
          )),
      ...unless(mainProtected, 'main is not protected', setUp),
      ...unless(tagsProtected, 'v* tags are not protected', setUp),
    ],
  );
}

/** Host of a git address: `ssh://git@host:22/path`, `git@host:path`, `https://host/path`. */
const hostOf = (address: string): string | undefined =>
  /^(?:\w+:\/\/)?(?:[^@/]+@)?([\w.-]+)[:/]/.exec(address)?.[1];

function registry(images: Facts['registry']) {
  const lacking = images.flatMap(({ digest }): Problem[] =>
    'unseen' in digest
      ? [
          {
            message: digest.unseen,
            next: `${startGitlab}. The pipeline of its commit or tag pushes a missing image`,
          },
        ]
      : [],
  );
  return orProblems(images.map(({ image }) => `${image} exists`).join(', '), lacking);
}

function runner(runners: Facts['runner']) {
  const ready = runners.filter(({ status, paused }) => status === 'online' && !paused);
  if (ready.length > 0)
    return `${ready.map(({ description }) => description ?? 'a runner').join(', ')} online`;
  const said = runners.map(
    ({ description, status, paused }) =>
      `${description ?? 'a runner'} is ${paused ? 'paused' : status}`,
  );
  return said.length === 0
    ? [{ message: 'the project has no runner', next: 'npm run gitlab -- setup creates one' }]
    : [
        {
          message: said.join(', '),
          next: 'docker compose -f gitlab/compose.yaml up --detach runner; its log shows the cause',
        },
      ];
}

function pipeline(newest: Facts['pipeline']) {
  if (newest === undefined)
    return [
      { message: 'main has had no pipeline', next: 'git push origin main, or merge something' },
    ];
  const { status, sha, url } = newest;
  return orProblems(`the latest of main, ${short(sha)}, succeeded`, [
    ...unless(
      status === 'success',
      `the latest of main, ${short(sha)}, is ${status}`,
      ['running', 'pending', 'created', 'preparing', 'waiting_for_resource'].includes(status)
        ? `wait for ${url}`
        : `see ${url}`,
    ),
  ]);
}

function namespaces(there: Facts['namespaces'], { environments, cluster }: Wanted) {
  const own = environments.map(namespaceOf);
  const names = [...own, infraNamespace, systemNamespace, cluster.ingress.namespace];
  const problems = names.flatMap((name) => {
    const found = there.find((one) => one.name === name);
    if (found === undefined)
      return [{ message: `${name} is missing`, next: 'npm run deploy -- platform' }];
    return [
      ...unless(
        found.phase === 'Active',
        `${name} is ${found.phase}`,
        `kubectl get namespace ${name} -o yaml shows the cause`,
      ),
      ...unless(
        !own.includes(name) || found.podSecurity === 'restricted',
        `${name} enforces ${found.podSecurity ?? 'no'} Pod Security instead of restricted`,
        'npm run deploy -- platform',
      ),
    ];
  });
  return orProblems(`${names.join(', ')}; pods of environments are restricted`, problems);
}

function databases({ environments: live, server }: Facts['databases'], wanted: Wanted) {
  return orProblems(
    `${listed(wanted, ({ spec }) => spec.database.name)} with the schemas that their images serve`,
    [
      ...(wanted.cluster.postgres.deployment === undefined ? [] : served('postgres', server)),
      ...conditions(live, wanted, ['DatabaseReady', 'Migrated']),
    ],
  );
}

function graph({ environments: live, server }: Facts['graph'], wanted: Wanted) {
  return orProblems(
    `the graphs of ${listed(wanted, ({ metadata }) => metadata.name)} equal the databases`,
    [
      ...(wanted.cluster.neo4j?.deployment === undefined ? [] : served('neo4j', server)),
      ...conditions(live, wanted, ['GraphSynced']),
    ],
  );
}

const listed = (
  { environments }: Wanted,
  name: (environment: Wanted['environments'][number]) => string,
): string => environments.map(name).join(', ');

function served(name: string, server: ReplicaFacts | undefined): Problem[] {
  if (server === undefined)
    return [{ message: `${infraNamespace} has no ${name}`, next: 'npm run deploy -- platform' }];
  return unless(
    server.ready > 0 && server.ready >= server.wanted,
    `${server.ready} of ${server.wanted} pods of ${name} are ready`,
    `kubectl -n ${infraNamespace} describe pod ${name}-0`,
  );
}

/**
 * Conditions that must be true in each environment, in the operator's own words if they are not.
 */
function conditions(
  live: ReadonlyMap<string, LiveEnvironment>,
  { environments }: Wanted,
  types: readonly string[],
): Problem[] {
  return environments.flatMap((environment) => {
    const { name } = environment.metadata;
    const there = live.get(name);
    if (there === undefined) return [notDeployed(name)];
    return types.flatMap((type) => {
      const found = there.status?.conditions?.find((one) => one.type === type);
      return unless(
        found?.status === 'True',
        `${name}: ${found === undefined ? `condition ${type} is missing` : `${found.reason}: ${found.message}`}`,
        describe(namespaceOf(environment), name),
      );
    });
  });
}

const notDeployed = (name: string): Problem => ({
  message: `${name} is not deployed`,
  next: `npm run deploy -- ${name}`,
});
const describe = (namespace: string, name: string): string =>
  `kubectl -n ${namespace} describe ahlt ${name}`;

function app({ environments: live, operator }: Facts['app'], { environments }: Wanted) {
  const versions = environments.map(({ metadata }) => {
    const { image } = live.get(metadata.name)?.spec ?? { image: '' };
    return `${metadata.name} serves ${imageVersion(image)}`;
  });
  return orProblems(versions.join(', '), [
    ...unless(
      operator !== undefined && operator.ready > 0,
      operator === undefined
        ? `${systemNamespace} has no operator`
        : 'no pod of the operator is available',
      operator === undefined
        ? 'npm run deploy -- platform'
        : `kubectl -n ${systemNamespace} describe deployment ${operatorName}; kubectl -n ${systemNamespace} logs deployment/${operatorName}`,
    ),
    ...environments.flatMap((environment) => {
      const { name } = environment.metadata;
      const there = live.get(name);
      if (there === undefined) return [notDeployed(name)];
      const { is, reason, message } = verdict(there);
      return unless(
        is === 'done',
        `${name}: ${reason}: ${message}`,
        describe(namespaceOf(environment), name),
      );
    }),
  ]);
}

function ingress({ classes, hosts }: Facts['ingress'], { cluster }: Wanted) {
  const { className, namespace } = cluster.ingress;
  return orProblems(`${hosts.map(({ host }) => `https://${host}`).join(', ')} answer`, [
    ...unless(
      classes.includes(className),
      `the cluster has no IngressClass ${className}`,
      'npm run deploy -- platform, or make kind',
    ),
    ...hosts.flatMap(({ answer }) =>
      'unseen' in answer
        ? [{ message: answer.unseen, next: toAnswer(answer.unseen, namespace) }]
        : [],
    ),
  ]);
}

function toAnswer(problem: string, namespace: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(problem)) return 'sudo make hosts adds the names to /etc/hosts';
  if (/certificate|CERT_|altnames/i.test(problem)) return 'see tls';
  return `kubectl -n ${namespace} get pods; a cluster at other ports than 80 and 443 needs --address 127.0.0.1:<port>`;
}

function tls(hosts: Facts['tls'], { now }: Wanted) {
  const problems = hosts.flatMap(({ host, certificate }) => {
    if ('unseen' in certificate)
      return [{ message: `${host}: ${certificate.unseen}`, next: toTrust(certificate.unseen) }];
    const days = daysLeft(certificate.seen.notAfter, now);
    return unless(
      days >= renewalDays,
      `the certificate of ${host} has ${days} days left`,
      reach.tls,
    );
  });
  const first = hosts.flatMap(({ certificate }) =>
    'seen' in certificate ? [certificate.seen.notAfter.toISOString().slice(0, 10)] : [],
  );
  return orProblems(
    `${hosts.map(({ host }) => host).join(', ')} have trusted certificates until ${first.sort()[0]}`,
    problems,
  );
}

const toTrust = (problem: string): string =>
  /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|no answer/.test(problem)
    ? 'see ingress'
    : `${reach.tls}; set --ca unless the authority is certs/ca.crt`;
