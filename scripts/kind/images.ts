import type { Environments } from '#cdk8s/environments/read.ts';
import { buildImage, describeBuild, localTag } from '../image/build-image.ts';
import { CommandFailed, docker, provideImage } from '../image/docker.ts';
import type { KindImages } from './derive.ts';

/** Replacement where no NGINX controller is available. */
const otherIngress = 'traefik:v3.6';

/** The variables that replace images. */
export type ImageVariables = Readonly<
  Partial<Record<'POSTGRES_IMAGE' | 'NEO4J_IMAGE' | 'INGRESS_IMAGE', string>>
>;

/**
 * Builds the app's image. Its name depends on its content, so that a cluster rolls it out only if
 * it changed.
 */
export async function buildAppImage(): Promise<string> {
  const build = await describeBuild();
  await buildImage(build);
  const id = await docker(['image', 'inspect', '--format', '{{.Id}}', localTag]);
  const name = `ahlt/im-ctrl:${build.version.split('+')[0]}-${id.replace('sha256:', '').slice(0, 12)}`;
  await docker(['tag', localTag, name]);
  return name;
}

/**
 * Ensures that all images of the platform are on this machine. The ingress controller is Traefik if
 * that of cluster.yaml is not available.
 */
export async function provideImages(
  app: string,
  { cluster }: Environments,
  variables: ImageVariables,
): Promise<KindImages> {
  const postgres = variables.POSTGRES_IMAGE || cluster.postgres.deployment?.image;
  const neo4j = variables.NEO4J_IMAGE || cluster.neo4j?.deployment?.image;
  const wanted = variables.INGRESS_IMAGE || cluster.ingress.deployment?.image;
  if (postgres !== undefined) await provideImage(postgres, 'POSTGRES_IMAGE');
  if (neo4j !== undefined) await provideImage(neo4j, 'NEO4J_IMAGE');
  return {
    app,
    postgres,
    neo4j,
    ingress: await ingressImage(wanted, variables.INGRESS_IMAGE !== undefined),
  };
}

async function ingressImage(wanted: string | undefined, asked: boolean): Promise<string> {
  try {
    if (wanted !== undefined) {
      await provideImage(wanted, 'INGRESS_IMAGE');
      return wanted;
    }
  } catch (error) {
    if (asked || !(error instanceof CommandFailed)) throw error;
  }
  await provideImage(otherIngress, 'INGRESS_IMAGE');
  return otherIngress;
}
