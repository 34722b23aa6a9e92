/**
 * Files that name the images of GitLab, its runner and the pipeline's jobs;
 * environments/cluster.yaml names those of the cluster.
 */
export const imageFiles = ['.gitlab-ci.yml', 'gitlab/compose.yaml'] as const;

/** The pipeline's variable for its project's part of the registry. */
export const ownRegistry = '$CI_REGISTRY_IMAGE';

/** An image of a public registry, or of the project's own, as named in a file. */
export interface NamedImage {
  /** With registry and tag: `docker.io/library/node:24.21.0-bookworm-slim`. */
  readonly name: string;
  /** `sha256:…`, if the file pins the image. */
  readonly digest: string | undefined;
}

const reference =
  /(?<![\w.])((?:(?:docker|ghcr|quay)\.io|\$CI_REGISTRY_IMAGE)\/[\w./-]+:[\w][\w.-]*)(?:@(sha256:[0-9a-f]{64}))?/g;

/** Returns every image named in a text, without duplicates, in order. */
export function imagesIn(text: string): NamedImage[] {
  const found = [...text.matchAll(reference)].map(([, name = '', digest]): [string, NamedImage] => [
    name,
    { name, digest },
  ]);
  return [...new Map(found).values()];
}

/** The text with known digests by image name; others are unchanged. */
export const withDigests = (text: string, digests: ReadonlyMap<string, string>): string =>
  text.replaceAll(reference, (whole, name: string) => {
    const digest = digests.get(name);
    return digest === undefined ? whole : `${name}@${digest}`;
  });
