import { ApiObject, type Chart } from 'cdk8s';
import { type AhltEnvironment, releaseName, tlsSecretName } from '../api/index.ts';
import { appPorts } from './environment-config.ts';
import { namespaceOf } from './environment-names.ts';

/**
 * Supported ingress controllers; `plain` stands for unknown ones, which get the routes and nothing
 * else.
 */
export type IngressFlavour = 'nginx' | 'ingress-nginx' | 'traefik' | 'plain';

const flavours: Readonly<Record<string, IngressFlavour>> = {
  // F5's maintained controller.
  'nginx.org/ingress-controller': 'nginx',
  // The community's archived controller.
  'k8s.io/ingress-nginx': 'ingress-nginx',
  // The controller included in k3s.
  'traefik.io/ingress-controller': 'traefik',
};

/** The flavor of a controller, by the name in its IngressClass. */
export const flavourOf = (controller: string): IngressFlavour => flavours[controller] ?? 'plain';

/** Paths that accept large bodies; all others are limited to 1 MB. */
const importPath = '/api/data/import';
const attachmentPath = '/attachments';

/** Path with a rate limit per client address. */
const loginPath = '/login';

/** Idle timeout of WebSockets in seconds. */
const socketSeconds = 3600;

/** Lifetime of HSTS in seconds: one year. */
export const strictTransportSeconds = 31_536_000;

interface Route {
  /** Suffix of the Ingress's name; none for the one that has host and certificate. */
  readonly suffix?: string;
  readonly path?: { readonly path: string; readonly pathType: 'Prefix' | 'Exact' };
  readonly tls: boolean;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface IngressRoutesProps {
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the controller in its IngressClass. */
  readonly controller: string;
}

/**
 * The Ingresses of an environment: everything at `/`, and the three paths with their own limits. An
 * Ingress has one set of annotations, so each limit needs its own Ingress.
 */
export function ingressRoutes(
  chart: Chart,
  env: AhltEnvironment,
  { labels, controller }: IngressRoutesProps,
): void {
  const release = releaseName(env);
  for (const { suffix, path, tls, annotations } of routes[flavourOf(controller)](env)) {
    const name = suffix === undefined ? release : `${release}-${suffix}`;
    const backend = { service: { name: release, port: { number: appPorts.http } } };
    new ApiObject(chart, `ingress-${name}`, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name,
        labels: { ...labels },
        ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
      },
      spec: {
        ingressClassName: env.spec.ingressClassName,
        ...(tls ? { tls: [{ hosts: [env.spec.host], secretName: tlsSecretName(env) }] } : {}),
        rules: [
          {
            host: env.spec.host,
            ...(path === undefined ? {} : { http: { paths: [{ ...path, backend }] } }),
          },
        ],
      },
    });
  }
}

const everything = { path: '/', pathType: 'Prefix' } as const;
/** A form with a file of 50 MB is a little larger than its file. */
const large = [
  { suffix: 'import', path: { path: importPath, pathType: 'Exact' }, size: '50m' },
  { suffix: 'attachments', path: { path: attachmentPath, pathType: 'Exact' }, size: '51m' },
] as const;
const login = { path: loginPath, pathType: 'Exact' } as const;

const routes: Readonly<Record<IngressFlavour, (env: AhltEnvironment) => readonly Route[]>> = {
  // Two Ingresses with the same host conflict here, unless one is the master with host and
  // certificate and the others are minions with paths.
  nginx: (env) => [
    {
      tls: true,
      annotations: {
        'nginx.org/mergeable-ingress-type': 'master',
        'ingress.kubernetes.io/ssl-redirect': 'True',
        'nginx.org/client-max-body-size': '1m',
        'nginx.org/hsts': 'True',
        'nginx.org/hsts-max-age': String(strictTransportSeconds),
        'nginx.org/hsts-include-subdomains': 'True',
        'nginx.org/server-tokens': 'False',
      },
    },
    {
      suffix: 'pages',
      path: everything,
      tls: false,
      annotations: {
        'nginx.org/mergeable-ingress-type': 'minion',
        'nginx.org/websocket-services': releaseName(env),
        'nginx.org/proxy-read-timeout': `${socketSeconds}s`,
        'nginx.org/proxy-send-timeout': `${socketSeconds}s`,
      },
    },
    ...large.map(({ suffix, path, size }) => ({
      ...{ suffix, path, tls: false },
      annotations: {
        'nginx.org/mergeable-ingress-type': 'minion',
        'nginx.org/client-max-body-size': size,
      },
    })),
    {
      suffix: 'login',
      path: login,
      tls: false,
      annotations: {
        'nginx.org/mergeable-ingress-type': 'minion',
        'nginx.org/limit-req-rate': '30r/m',
        'nginx.org/limit-req-key': `\${binary_remote_addr}`,
        'nginx.org/limit-req-burst': '20',
        'nginx.org/limit-req-no-delay': 'true',
        'nginx.org/limit-req-reject-code': '429',
      },
    },
  ],

  'ingress-nginx': () => {
    // HSTS, TLS versions and the request id are global settings of this controller; it merges
    // Ingresses of one host.
    const common = {
      'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
      'nginx.ingress.kubernetes.io/proxy-body-size': '1m',
    };
    return [
      {
        path: everything,
        tls: true,
        annotations: {
          ...common,
          'nginx.ingress.kubernetes.io/proxy-read-timeout': String(socketSeconds),
          'nginx.ingress.kubernetes.io/proxy-send-timeout': String(socketSeconds),
        },
      },
      ...large.map(({ suffix, path, size }) => ({
        ...{ suffix, path, tls: true },
        annotations: { ...common, 'nginx.ingress.kubernetes.io/proxy-body-size': size },
      })),
      {
        suffix: 'login',
        path: login,
        tls: true,
        annotations: {
          ...common,
          'nginx.ingress.kubernetes.io/limit-rpm': '30',
          'nginx.ingress.kubernetes.io/limit-burst-multiplier': '1',
        },
      },
    ];
  },

  plain: () => [{ path: everything, tls: true, annotations: {} }],

  // Limits are Middlewares that the ingress chart creates in the namespace
  // (`traefik-middlewares.ts`); here they are only referenced.
  traefik: (env) => {
    const through = (...middlewares: string[]) => ({
      'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure',
      'traefik.ingress.kubernetes.io/router.tls': 'true',
      'traefik.ingress.kubernetes.io/router.tls.options': `${namespaceOf(env)}-${releaseName(env)}@kubernetescrd`,
      'traefik.ingress.kubernetes.io/router.middlewares': middlewares
        .map((middleware) => `${namespaceOf(env)}-${releaseName(env)}-${middleware}@kubernetescrd`)
        .join(','),
    });
    return [
      { path: everything, tls: true, annotations: through('headers', 'body') },
      ...large.map(({ suffix, path }) => ({
        ...{ suffix, path, tls: true },
        annotations: through('headers', `${suffix}-body`),
      })),
      {
        suffix: 'login',
        path: login,
        tls: true,
        annotations: through('headers', 'body', 'login-rate'),
      },
    ];
  },
};
