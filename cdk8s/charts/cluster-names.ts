/** Namespace of the operator. */
export const systemNamespace = 'ahlt-system';

export { infraNamespace } from '../api/index.ts';

/** Name of the operator's Deployment, ServiceAccount, Lease and Roles. */
export const operatorName = 'ahlt-operator';

/** Name of the account with which pipelines deploy, in the namespace of each environment. */
export const deployerName = 'ahlt-deployer';

/** Name of the ingress controller's Deployment, ServiceAccount, Service and Roles. */
export const ingressName = 'nginx-ingress';

/**
 * Secrets of the shared servers. The operator generates them in the cluster
 * (docs/decisions/016-passwords-generated-in-the-cluster.md).
 */
export const infraSecrets = { postgres: 'postgres-admin', neo4j: 'neo4j-auth' } as const;
