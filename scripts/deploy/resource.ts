import { type ConnectedEnvironment, problemLine, revised } from '#cdk8s/api/index.ts';
import { environmentChart } from '#cdk8s/charts/environment.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { imageVersion } from '#operator/environment/words.ts';
import { commitMark, type LiveEnvironment, previousImage, previousImageMark } from './verdict.ts';

/** A problem that the user must fix before anything is applied. */
export class DeployRefusal extends Error {}

export interface Wanted {
  readonly environment: ConnectedEnvironment;
  readonly live: LiveEnvironment | undefined;
  /** Image from the command line. */
  readonly image?: string | undefined;
  readonly commit?: string | undefined;
  readonly rollback: boolean;
}

/** Returns the resource to apply. Pure. Throws DeployRefusal if the image is not allowed here. */
export function resourceToApply(wanted: Wanted): Manifest {
  const image = imageFor(wanted);
  const previous = previousImage(wanted.live, image);
  const { environment, commit } = wanted;
  const annotations = {
    ...environment.metadata.annotations,
    ...(commit === undefined ? {} : { [commitMark]: commit }),
    ...(previous === undefined ? {} : { [previousImageMark]: previous }),
  };
  const parsed = revised(environment, {
    metadata: { ...environment.metadata, annotations },
    spec: { ...environment.spec, image },
  });
  if (!parsed.ok)
    throw new DeployRefusal(
      `--image ${image}:\n${parsed.problems.map((problem) => ` ${problemLine(problem)}`).join('\n')}`,
    );
  const [resource] = environmentChart(parsed.value);
  if (!resource) throw new DeployRefusal(`${environment.metadata.name} has no resource`);
  return resource;
}

function imageFor({ environment, live, image, rollback }: Wanted): string {
  const { metadata, spec } = environment;
  if (rollback)
    return image ?? live?.metadata.annotations?.[previousImageMark] ?? nothingBefore(metadata.name);
  if (image === undefined) return live?.spec.image ?? spec.image;
  if (spec.stage !== 'dev' && !image.includes('@sha256:'))
    throw new DeployRefusal(
      `--image ${image}: ${metadata.name} takes an image with its digest (…@sha256:…), because a tag can move.`,
    );
  if (spec.stage === 'prod' && imageVersion(image) !== imageVersion(spec.image))
    throw new DeployRefusal(
      `--image ${image}: environments/${metadata.name}/environment.yaml names ${imageVersion(spec.image)}. Change it there first, in a merge request that shows what will run.`,
    );
  return image;
}

function nothingBefore(name: string): never {
  throw new DeployRefusal(`${name} has no earlier good image. Choose one with --image.`);
}
