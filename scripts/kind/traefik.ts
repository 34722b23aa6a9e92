import type { Manifest } from '#cdk8s/constructs/manifest.ts';

export const traefikName = 'traefik';

/** Kinds of Traefik's group; its provider waits for every one of them. */
const kinds = {
  IngressRoute: 'ingressroutes',
  IngressRouteTCP: 'ingressroutetcps',
  IngressRouteUDP: 'ingressrouteudps',
  Middleware: 'middlewares',
  MiddlewareTCP: 'middlewaretcps',
  ServersTransport: 'serverstransports',
  ServersTransportTCP: 'serverstransporttcps',
  TLSOption: 'tlsoptions',
  TLSStore: 'tlsstores',
  TraefikService: 'traefikservices',
} as const;

/**
 * Definitions of those kinds. Only Traefik validates their content: a company's cluster has the
 * published ones.
 */
export const traefikTypes = (): Manifest[] =>
  Object.entries(kinds).map(([kind, plural]) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.traefik.io` },
    spec: {
      group: 'traefik.io',
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      ],
    },
  }));

const watch = ['get', 'list', 'watch'];
const rules = [
  {
    apiGroups: [''],
    resources: ['services', 'secrets', 'configmaps', 'nodes', 'namespaces'],
    verbs: watch,
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: watch },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: watch },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
  { apiGroups: ['traefik.io'], resources: Object.values(kinds), verbs: watch },
];

const labels = {
  'app.kubernetes.io/name': traefikName,
  'app.kubernetes.io/managed-by': 'ahlt-kind',
};

/**
 * Traefik as the controller of a class, on ports 80 and 443 of the node; redirects HTTP to HTTPS.
 */
export function traefik({
  image,
  className,
  namespace,
}: {
  image: string;
  className: string;
  namespace: string;
}): Manifest[] {
  const subject = { kind: 'ServiceAccount', name: traefikName, namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: traefikName, namespace, labels },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `kind-${traefikName}`, labels },
      rules,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: `kind-${traefikName}`, labels },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: `kind-${traefikName}`,
      },
      subjects: [subject],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: className, labels },
      spec: { controller: 'traefik.io/ingress-controller' },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: traefikName, namespace, labels },
      spec: {
        replicas: 1,
        // Two pods cannot use the same host port.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: { 'app.kubernetes.io/name': traefikName } },
        template: { metadata: { labels }, spec: pod(image, className) },
      },
    },
  ];
}

const pod = (image: string, className: string) => ({
  serviceAccountName: traefikName,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65532,
    runAsGroup: 65532,
    fsGroup: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [
    {
      name: traefikName,
      image,
      imagePullPolicy: 'IfNotPresent',
      args: [
        '--global.checknewversion=false',
        '--global.sendanonymoususage=false',
        '--entrypoints.web.address=:8000',
        '--entrypoints.web.http.redirections.entrypoint.to=:443',
        '--entrypoints.web.http.redirections.entrypoint.scheme=https',
        '--entrypoints.websecure.address=:8443',
        '--entrypoints.traefik.address=:9000',
        '--ping=true',
        '--accesslog=true',
        '--providers.kubernetesingress=true',
        `--providers.kubernetesingress.ingressclass=${className}`,
        '--providers.kubernetescrd=true',
      ],
      ports: [
        { name: 'web', containerPort: 8000, hostPort: 80 },
        { name: 'websecure', containerPort: 8443, hostPort: 443 },
        { name: 'ping', containerPort: 9000 },
      ],
      readinessProbe: { httpGet: { path: '/ping', port: 'ping' }, periodSeconds: 2 },
      livenessProbe: {
        httpGet: { path: '/ping', port: 'ping' },
        periodSeconds: 10,
        failureThreshold: 6,
      },
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      // Bodies above 1 MB are buffered here until they are complete.
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
  ],
  volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '512Mi' } }],
});
