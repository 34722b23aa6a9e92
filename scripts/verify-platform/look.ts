import { existsSync, readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { z } from 'zod';
import type { Environments } from '#cdk8s/environments/read.ts';
import { digestOf } from '../deploy/registry.ts';
import { type Gitlab, GitlabError, gitlab } from '../gitlab/api.ts';
import { deployToken, fullPath } from '../gitlab/desired-project.ts';
import { secretFilesIn } from '../gitlab/secret-files.ts';
import type { Facts, Point, Seen } from './facts.ts';
import {
  lookAtEnvironments,
  lookAtIngressClasses,
  lookAtNamespaces,
  lookAtOperator,
  lookAtServer,
} from './look-at-cluster.ts';
import { lookAtCertificate, lookAtHost } from './look-at-hosts.ts';
import { lookAtPipeline, lookAtRepository, lookAtRunners } from './look-at-repository.ts';
import type { ChecklistOptions } from './options.ts';
import { seen } from './seen.ts';

/** How each item is checked; nothing is requested before. */
export type Looks = { readonly [P in Point]: () => Promise<Seen<Facts[P]>> };

const files = secretFilesIn('gitlab/secrets');
const usualAuthority = 'certs/ca.crt';

/** The checks of a checklist. */
export function looks(
  { cluster, environments }: Environments,
  { address, ca: given, gitlab: url }: ChecklistOptions,
): Looks {
  const ca = given ?? (existsSync(usualAuthority) ? usualAuthority : undefined);
  // GitLab and its registry use a certificate of the same authority.
  if (ca !== undefined)
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(ca, 'utf8')]);
  const hosts = environments.map(({ spec }) => ({ host: spec.host, address, ca }));
  const inGitlab = <T>(look: (api: Gitlab, project: string) => Promise<T>) =>
    seen(async () => look(...(await openProject(url))));
  const images = [
    ...new Set([cluster.operator.image, ...environments.map(({ spec }) => spec.image)]),
  ];
  return {
    repository: () => inGitlab(lookAtRepository),
    registry: () =>
      seen(() =>
        Promise.all(
          images.map(async (image) => ({ image, digest: await seen(() => lookUp(image)) })),
        ),
      ),
    runner: () => inGitlab(lookAtRunners),
    pipeline: () => inGitlab(lookAtPipeline),
    namespaces: () => seen(lookAtNamespaces),
    databases: () =>
      seen(async () => ({
        environments: await lookAtEnvironments(),
        server: await lookAtServer('postgres'),
      })),
    graph: () =>
      seen(async () => ({
        environments: await lookAtEnvironments(),
        server: await lookAtServer('neo4j'),
      })),
    app: () =>
      seen(async () => ({
        environments: await lookAtEnvironments(),
        operator: await lookAtOperator(),
      })),
    ingress: () =>
      seen(async () => ({
        classes: await lookAtIngressClasses(),
        hosts: await Promise.all(hosts.map(lookAtHost)),
      })),
    tls: () => seen(() => Promise.all(hosts.map(lookAtCertificate))),
  };
}

/** As the cluster pulls it: with the read-only token. */
async function lookUp(image: string): Promise<string> {
  const password = await files.read('deploy-token');
  return await digestOf(
    image,
    password === undefined ? undefined : { user: deployToken.username, password },
  );
}

async function openProject(url: URL): Promise<[Gitlab, string]> {
  const token = await files.read('setup-token');
  if (token === undefined)
    throw new GitlabError('gitlab/secrets/setup-token is missing: run npm run gitlab -- setup');
  const api = gitlab({ url: `${url.href.replace(/\/$/, '')}/api/v4`, token });
  const project = await api.find(`/projects/${fullPath}`, z.object({ id: z.int() }));
  if (project === undefined)
    throw new GitlabError(`GitLab has no project ${decodeURIComponent(fullPath)}`);
  return [api, `/projects/${project.id}`];
}
