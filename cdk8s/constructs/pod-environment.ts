import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { nodeOptions, type ResourcesProps } from './quantity.ts';

// Variables of the pods that work with one environment: the app, its commands and its backups.

export interface PodEnvironmentProps {
  /** ConfigMap and Secret of the environment; their keys are variables of the app. */
  readonly configMapName: string;
  readonly secretName: string;
}

/**
 * Where a container writes its result for the kubelet, which copies it to the pod's status (at most
 * 4,096 bytes).
 */
export const resultFile = '/dev/termination-log';

/** For the app: all keys of its ConfigMap and Secret, and a heap that fits the memory limit. */
export const appEnvironment = (
  scope: Construct,
  {
    configMapName,
    secretName,
    resources,
  }: PodEnvironmentProps & { readonly resources: ResourcesProps },
  { reports }: { readonly reports: boolean },
) => ({
  env: {
    NODE_OPTIONS: kplus.EnvValue.fromValue(nodeOptions(resources.limits.memory)),
    ...(reports && result),
  },
  envFrom: [
    kplus.Env.fromConfigMap(kplus.ConfigMap.fromConfigMapName(scope, 'config', configMapName)),
    kplus.Env.fromSecret(kplus.Secret.fromSecretName(scope, 'secret', secretName)),
  ],
});

/**
 * For emails: user and password of the mail server. The kubelet reads them, so that the operator
 * needs no right to the Secret; a pod does not start before it exists.
 */
export function mailCredentials(
  scope: Construct,
  secretName: string | undefined,
): Record<string, kplus.EnvValue> {
  if (secretName === undefined) return {};
  const secret = kplus.Secret.fromSecretName(scope, 'mail', secretName);
  return {
    SMTP_USER: kplus.EnvValue.fromSecretValue({ secret, key: 'username' }),
    SMTP_PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
  };
}

/**
 * For a backup: the connection only, because the same Secret contains initial passwords of users.
 * @param folder where backups are kept
 */
export function backupEnvironment(
  scope: Construct,
  { configMapName, secretName }: PodEnvironmentProps,
  folder: string,
) {
  const secret = kplus.Secret.fromSecretName(scope, 'secret', secretName);
  const config = kplus.ConfigMap.fromConfigMapName(scope, 'config', configMapName);
  return {
    env: {
      DATABASE_URL: kplus.EnvValue.fromSecretValue({ secret, key: 'DATABASE_URL' }),
      DATABASE_CA: kplus.EnvValue.fromSecretValue(
        { secret, key: 'DATABASE_CA' },
        { optional: true },
      ),
      DATABASE_SSL: kplus.EnvValue.fromConfigMap(config, 'DATABASE_SSL', { optional: true }),
      BACKUPS: kplus.EnvValue.fromValue(folder),
      ...result,
    },
  };
}

const result = { RESULT_FILE: kplus.EnvValue.fromValue(resultFile) };
