import { ApiObject, type Chart } from 'cdk8s';
import { type AhltEnvironment, releaseName } from '../api/index.ts';
import { flavourOf, strictTransportSeconds } from './environment-ingress.ts';

export interface TraefikMiddlewaresProps {
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the controller in its IngressClass; creates nothing unless it is Traefik. */
  readonly controller: string;
}

const megabyte = 1024 * 1024;

/**
 * What Traefik reads from its own objects instead of annotations: the Ingresses refer to these.
 * They belong to the cluster's configuration and not to the operator, which then needs no
 * permission on a group that other clusters lack.
 */
export function traefikMiddlewares(
  chart: Chart,
  env: AhltEnvironment,
  { labels, controller }: TraefikMiddlewaresProps,
): void {
  if (flavourOf(controller) !== 'traefik') return;
  const release = releaseName(env);
  const middlewares = {
    headers: { headers: { stsSeconds: strictTransportSeconds, stsIncludeSubdomains: true } },
    body: { buffering: { maxRequestBodyBytes: megabyte } },
    'import-body': { buffering: { maxRequestBodyBytes: 50 * megabyte } },
    'attachments-body': { buffering: { maxRequestBodyBytes: 51 * megabyte } },
    'login-rate': { rateLimit: { average: 30, period: '1m', burst: 20 } },
  };
  const object = (kind: string, name: string, spec: object) =>
    new ApiObject(chart, `${kind}-${name}`, {
      apiVersion: 'traefik.io/v1alpha1',
      kind,
      metadata: { name, labels: { ...labels } },
      spec,
    });
  for (const [name, spec] of Object.entries(middlewares))
    object('Middleware', `${release}-${name}`, spec);
  object('TLSOption', release, { minVersion: 'VersionTLS12' });
}
