import { createHash } from 'node:crypto';

/**
 * The part of a CycloneDX 1.5 document that is read or changed here; everything else is passed
 * through.
 */
export interface Sbom {
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly component: Component;
    readonly [key: string]: unknown;
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly [key: string]: unknown;
}

interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version?: string | undefined;
  readonly [key: string]: unknown;
}

export interface ImageFacts {
  /** Version of the image, e.g. `1.4.0+0a1b2c3d4e5f`. */
  readonly version: string;
  /** Packages that it actually contains, as `name@version`. */
  readonly packages: ReadonlySet<string>;
  /** Its version of Node.js, without `v`. */
  readonly node: string;
  /** Commit time; two builds of one commit have the same document. */
  readonly at: Date;
}

/**
 * Derives the bill of materials of an image from npm's document of everything installed: removes
 * what the bundles omit, adds Node.js, and replaces npm's random values by ones derived from the
 * content.
 * @throws Error if a package of the image is missing in npm's document
 */
export function imageSbom(installed: Sbom, { version, packages, node, at }: ImageFacts): Sbom {
  const components = installed.components.filter((component) => packages.has(component['bom-ref']));
  const unknown = [...packages].filter(
    (ref) => !components.some((component) => component['bom-ref'] === ref),
  );
  if (unknown.length > 0)
    throw new Error(
      `The SBOM lacks ${unknown.join(', ')}: are the packages of the lockfile installed?`,
    );

  const root = {
    ...installed.metadata.component,
    'bom-ref': `im-ctrl@${version}`,
    type: 'container',
    name: 'im-ctrl',
    version,
  };
  const runtime = {
    'bom-ref': `node@${node}`,
    type: 'platform',
    name: 'node',
    version: node,
    purl: `pkg:generic/node@${node}`,
  };
  const kept = new Set([...packages, runtime['bom-ref']]);
  const document = {
    ...installed,
    serialNumber: '',
    metadata: {
      ...installed.metadata,
      timestamp: at.toISOString(),
      component: omit(root, ['purl', 'properties']),
    },
    components: [...components, runtime].toSorted((a, b) => order(a['bom-ref'], b['bom-ref'])),
    dependencies: [
      { ref: root['bom-ref'], dependsOn: [...kept].toSorted(order) },
      ...installed.dependencies
        .filter(({ ref }) => packages.has(ref))
        .map(({ ref, dependsOn }) => ({
          ref,
          dependsOn: dependsOn.filter((other) => packages.has(other)).toSorted(order),
        }))
        .toSorted((a, b) => order(a.ref, b.ref)),
    ],
  };
  return { ...document, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(document))}` };
}

/** The package folder of a bundled module; undefined for our own sources. */
export function packageFolder(module: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];
}

function omit(component: Component, keys: readonly string[]): Component {
  return Object.fromEntries(
    Object.entries(component).filter(([key]) => !keys.includes(key)),
  ) as unknown as Component;
}

/** By code point, so that the bytes do not depend on the machine's locale. */
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A version 8 UUID (RFC 9562: custom content) of a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
