export type { Parsed } from './check.ts';
export { type Cluster, clusterFileSchema, parseCluster } from './cluster.ts';
export { customResourceDefinition } from './crd.ts';
export { type AhltEnvironment, parseEnvironment, releaseName, tlsSecretName } from './environment.ts';
export { environmentFileSchema } from './file-schema.ts';
export * from './names.ts';
export { fieldName, type Problem, problemLine } from './problem.ts';
export { type AhltEnvironmentSpec, type AhltEnvironmentSpecInput, environmentSpec } from './spec.ts';
export { type AhltEnvironmentStatus, type CommandRun, type Condition, environmentStatus } from './status.ts';
