import { z } from 'zod';
import {
  byteQuantity,
  cpuQuantity,
  dnsLabel,
  graphUri,
  objectName,
  secretKey,
  serverHost,
} from './formats.ts';
import { infraNamespace } from './names.ts';

/** The Secret of a server, by name. */
const secretReference = () =>
  z.strictObject({
    name: objectName().describe('Name of the Secret.'),
    namespace: dnsLabel().default(infraNamespace).describe('Namespace of the Secret.'),
  });

/** CPU and memory of one pod. */
export const podResources = () =>
  z
    .strictObject({
      requests: z
        .strictObject({
          cpu: cpuQuantity().default('100m').describe('CPU request of one pod.'),
          memory: byteQuantity().default('128Mi').describe('Memory request of one pod.'),
        })
        .prefault({})
        .describe('Resources that the scheduler reserves for one pod.'),
      limits: z
        .strictObject({
          cpu: cpuQuantity().default('500m').describe('CPU limit of one pod.'),
          memory: byteQuantity().default('256Mi').describe('Memory limit of one pod.'),
        })
        .prefault({})
        .describe('Resources that one pod can use at most.'),
    })
    .prefault({})
    .describe('CPU and memory of one pod.');

/**
 * A PostgreSQL server and the administrator that creates databases on it. Only the platform's files
 * define one: the operator sends a credential there that reaches every database, so a deployer of
 * an environment must not set the address.
 */
export const databaseServer = () =>
  z
    .strictObject(databaseServerFields())
    .refine(({ sslMode, caSecretRef }) => caSecretRef === undefined || sslMode === 'verify-full', {
      path: ['caSecretRef'],
      error: 'only sslMode verify-full checks the certificate against an authority',
    });

const databaseServerFields = () => ({
  host: serverHost().describe('Host of the PostgreSQL server.'),
  port: z.int().min(1).max(65_535).default(5432).describe('Port of the PostgreSQL server.'),
  adminSecretRef: secretReference().describe(
    'Secret with `username` and `password` of a role that may create roles and databases.',
  ),
  sslMode: z
    .enum(['disable', 'require', 'verify-full'])
    .default('verify-full')
    .describe(
      'TLS to the server: verify-full checks the certificate and the name, require only encrypts, disable is for a server inside the cluster.',
    ),
  caSecretRef: secretReference()
    .extend({ key: secretKey().default('ca.crt').describe('Key that holds the certificate, PEM.') })
    .optional()
    .describe('Secret with the authority of the server certificate. Default: public authorities.'),
  clusterRef: z
    .strictObject({
      name: objectName().describe('Name of the Cluster.'),
      namespace: dnsLabel().describe('Namespace of the Cluster.'),
    })
    .optional()
    .describe(
      'The Cluster of CloudNativePG that runs the server. Databases are created once it is Ready.',
    ),
});

export type DatabaseServer = z.output<ReturnType<typeof databaseServer>>;

/** A Neo4j server and its writer. */
export const graphServer = () =>
  z.strictObject({
    uri: graphUri().describe('Bolt address of Neo4j.'),
    secretRef: secretReference().describe('Secret with `username` and `password` of Neo4j.'),
  });

export type GraphServer = z.output<ReturnType<typeof graphServer>>;
