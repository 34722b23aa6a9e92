export type { Parsed } from './check.ts';
export { type Cluster, parseCluster } from './cluster.ts';
export type { CloudNativePg } from './cluster-postgres.ts';
export {
  type ConnectedEnvironment,
  type Connections,
  connect,
  revised,
  type Servers,
} from './connections.ts';
export { customResourceDefinition } from './crd.ts';
export {
  type AhltEnvironment,
  backupClaimName,
  parseEnvironment,
  releaseName,
  tlsSecretName,
} from './environment.ts';
export { type GeneratedFile, generatedFiles } from './generate.ts';
export * from './names.ts';
export { admit, grantOf, type Platform, parsePlatform } from './platform.ts';
export { fieldName, type Problem, problemLine, quoted } from './problem.ts';
export { serversOf } from './servers.ts';
export type { DatabaseServer } from './shared-fields.ts';
export {
  type AhltEnvironmentSpec,
  type AhltEnvironmentSpecInput,
  environmentSpec,
} from './spec.ts';
export { type AhltEnvironmentStatus, type Condition, environmentStatus } from './status.ts';
