import { z } from 'zod';
import { check, documentType, type Parsed } from './check.ts';
import { apiVersion, kind } from './names.ts';
import { environmentRules } from './rules/index.ts';
import { environmentSpec } from './spec.ts';
import { environmentStatus } from './status.ts';

const metadata = z.looseObject({
  // A rule validates its format (`rules/resource.ts`), because a schema cannot restrict metadata in
  // a cluster.
  name: z.string().max(253).describe('Short name of the environment: dev, staging, prod …'),
  namespace: z.string().max(63).optional().describe('Namespace of the environment: ahlt-<name>.'),
  uid: z.string().optional(),
  generation: z.int().optional(),
  resourceVersion: z.string().optional(),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional().describe('Labels of the resource.'),
  annotations: z.record(z.string(), z.string()).optional().describe('Annotations of the resource.'),
  finalizers: z.array(z.string()).optional(),
});

/** The custom resource as stored by the API server. */
export const environmentResource = z.strictObject({
  apiVersion: z.literal(apiVersion).describe('Group and version of the resource.'),
  kind: z.literal(kind).describe('Kind of the resource.'),
  metadata,
  spec: environmentSpec,
  // The status may be from a newer operator and must not invalidate the spec: it is overwritten
  // anyway.
  status: environmentStatus.optional().catch(undefined),
});

/** An environment whose spec has all defaults applied. */
export interface AhltEnvironment {
  readonly apiVersion: typeof apiVersion;
  readonly kind: typeof kind;
  readonly metadata: z.output<typeof metadata>;
  readonly spec: z.output<typeof environmentSpec>;
  readonly status?: z.output<typeof environmentStatus> | undefined;
}

const environmentDocument = documentType<AhltEnvironment>(environmentResource, environmentRules);

/**
 * Parses a resource or the document of an environment file: the environment with defaults, or every
 * problem with its field.
 */
export const parseEnvironment = (json: unknown): Parsed<AhltEnvironment> =>
  check(environmentDocument, json);

/**
 * Prefix of the names of all objects of an environment: `ahlt-<name>`; also the name of its
 * namespace.
 */
export const releaseName = ({ metadata: { name } }: Pick<AhltEnvironment, 'metadata'>): string =>
  `ahlt-${name}`;

/** Name of the volume for an environment's backups, if the cluster has one for each. */
export const backupClaimName = (env: Pick<AhltEnvironment, 'metadata'>): string =>
  `${releaseName(env)}-backups`;

/** Name of the Secret with the certificate of the host. */
export const tlsSecretName = ({ metadata, spec }: AhltEnvironment): string =>
  spec.tlsSecretName ?? `${metadata.name}-tls`;
