import {
  type AhltEnvironment,
  type Cluster,
  type Parsed,
  parseCluster,
  problemLine,
  revised,
} from '#cdk8s/api/index.ts';
import type { Environments } from '#cdk8s/environments/read.ts';
import { KindFault } from './fault.ts';

/** Images of a cluster: the app's own, just built, and those that variables may replace. */
export interface KindImages {
  readonly app: string;
  readonly postgres?: string | undefined;
  readonly neo4j?: string | undefined;
  readonly ingress?: string | undefined;
}

/** Pod network of a kind cluster, unless its configuration names another. */
const pods = '10.244.0.0/16';

/** Whether an image is Traefik, which replaces the NGINX controller. */
export const isTraefik = (image: string): boolean => /(^|\/)traefik(:|@|$)/.test(image);

/**
 * The files of `environments/` adapted to one machine: the locally built image, the network of
 * kind, node ports, and small requests, because three environments and the control plane share few
 * processors. Limits are unchanged. Pure.
 * @throws KindFault if an image is not a valid reference
 */
export function derive({ cluster, environments }: Environments, images: KindImages): Environments {
  const derived = valid(parseCluster(kindCluster(cluster, images)));
  return {
    cluster: derived,
    environments: environments.map((environment) => {
      const { backups } = environment.spec;
      return valid(
        revised(environment, {
          spec: {
            ...environment.spec,
            image: images.app,
            trustProxy: [pods],
            resources: modest(environment.spec.resources),
            ...(backups && { backups: { ...backups, image: images.postgres ?? backups.image } }),
          },
        }),
      );
    }),
  };
}

function kindCluster(
  { registry, postgres, backups, neo4j, ingress, operator, ...rest }: Cluster,
  images: KindImages,
): Cluster {
  const controller = images.ingress ?? ingress.deployment?.image;
  const { deployment, ...unowned } = ingress;
  return {
    ...rest,
    // Nothing is pulled from it here, so no sign-in is needed.
    registry: { host: registry.host },
    network: { ...rest.network, pods: [pods], apiServerPort: 6443 },
    postgres: { ...postgres, ...served(postgres.deployment, images.postgres) },
    ...(backups && { backups: { ...backups, image: images.postgres ?? backups.image } }),
    ...(neo4j && { neo4j: { ...neo4j, ...served(neo4j.deployment, images.neo4j) } }),
    ingress:
      controller === undefined || isTraefik(controller)
        ? { ...unowned, controller: 'traefik.io/ingress-controller' }
        : {
            ...unowned,
            ...(deployment && {
              deployment: {
                ...deployment,
                image: controller,
                hostPorts: true,
                resources: modest(deployment.resources),
              },
            }),
          },
    operator: { ...operator, image: images.app, resources: modest(operator.resources) },
  };
}

const served = <T extends { image: string; resources: Resources }>(
  deployment: T | undefined,
  image: string | undefined,
) =>
  deployment === undefined
    ? {}
    : {
        deployment: {
          ...deployment,
          image: image ?? deployment.image,
          resources: modest(deployment.resources),
        },
      };

type Resources = AhltEnvironment['spec']['resources'];

const modest = (resources: Resources): Resources => ({
  ...resources,
  requests: { ...resources.requests, cpu: '20m' },
});

function valid<T>(parsed: Parsed<T>): T {
  if (!parsed.ok)
    throw new KindFault(
      'the platform configuration for kind is invalid',
      parsed.problems.map(problemLine),
    );
  return parsed.value;
}
