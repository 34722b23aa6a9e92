export type { Parsed } from './check.ts';
export { type Cluster, parseCluster } from './cluster.ts';
export { customResourceDefinition } from './crd.ts';
export { type AhltEnvironment, parseEnvironment, releaseName, tlsSecretName } from './environment.ts';
export { type GeneratedFile, generatedFiles } from './generate.ts';
export * from './names.ts';
export { fieldName, type Problem, problemLine, quoted } from './problem.ts';
export { type AhltEnvironmentSpec, type AhltEnvironmentSpecInput, environmentSpec } from './spec.ts';
export type { AhltEnvironmentStatus, Condition } from './status.ts';
