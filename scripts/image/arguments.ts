/** What one build of the image depends on, apart from its sources. */
export interface ImageBuild {
  readonly tag: string;
  readonly version: string;
  readonly commit: string;
  /** Seconds since 1970 at which the commit was made. */
  readonly epoch: string;
  /** Another base than the Dockerfile names, e.g. a company's mirror; only what is set counts. */
  readonly bases: {
    readonly NODE_IMAGE?: string | undefined;
    readonly NODE_DIGEST?: string | undefined;
    readonly BASE_IMAGE?: string | undefined;
  };
  readonly cache: boolean;
}

/** Arguments of `docker` that build the image. */
export function imageArguments({ tag, version, commit, epoch, bases, cache }: ImageBuild): string[] {
  return [
    'build',
    // Nothing is shown of a build that succeeds; of one that fails, the last lines are.
    '--progress=plain',
    ...(cache ? [] : ['--no-cache']),
    '--tag',
    tag,
    ...buildArguments({ VERSION: version, COMMIT: commit, SOURCE_DATE_EPOCH: epoch, ...bases }),
    '.',
  ];
}

/** Arguments that write what a build leaves beside the image: the bill of materials and the source maps. */
export function outputArguments({ commit, epoch, bases }: ImageBuild, folder: string): string[] {
  return [
    'build',
    '--progress=plain',
    '--target',
    'output',
    '--output',
    `type=local,dest=${folder}`,
    ...buildArguments({ COMMIT: commit, SOURCE_DATE_EPOCH: epoch, ...bases }),
    '.',
  ];
}

function buildArguments(values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value ? ['--build-arg', `${name}=${value}`] : []));
}

/** The base that an image stands on, as the Dockerfile puts it together. */
export function baseOf({ NODE_IMAGE, NODE_DIGEST, BASE_IMAGE }: ImageBuild['bases'], standard: string): string {
  return BASE_IMAGE || `${NODE_IMAGE || standard}${NODE_DIGEST ? `@${NODE_DIGEST}` : ''}`;
}
