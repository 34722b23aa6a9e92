import { describe, expect, test } from 'vitest';
import {
  type ConnectedEnvironment,
  connect,
  parseEnvironment,
  type Servers,
} from '../api/index.ts';
import type { Manifest } from '../constructs/manifest.ts';
import { commandJob, connectionSecret, workloadManifests } from './environment-objects.ts';

const secret = (name: string) => ({ name, namespace: 'shared-infra' });
const main = {
  host: 'postgres-postgresql.shared-infra.svc.cluster.local',
  port: 5432,
  adminSecretRef: secret('postgres-admin'),
  sslMode: 'disable',
} as const;
const servers: Servers = {
  postgres: {
    main,
    'by-address': { ...main, host: '192.0.2.7', port: 6432 },
    'by-name': { ...main, host: 'db.example.org' },
  },
  neo4j: {
    main: {
      uri: 'bolt://neo4j.shared-infra.svc.cluster.local:7687',
      secretRef: secret('neo4j-auth'),
    },
  },
};

/** An environment with these fields of the spec instead of the usual ones. */
function environment(spec: object = {}): ConnectedEnvironment {
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: 'ahlt-dev' },
    spec: {
      image: 'registry.gitlab.local:5050/ahlt/im-ctrl:1.4.0',
      stage: 'dev',
      host: 'dev.local',
      database: { name: 'ahlt_dev', server: 'main' },
      graph: { enabled: true },
      ...spec,
    },
  });
  const connected = parsed.ok ? connect(parsed.value, servers) : parsed;
  if (!connected.ok)
    throw new Error(
      connected.problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  return connected.value;
}

const options = {
  image: 'registry.gitlab.local:5050/ahlt/im-ctrl:1.4.0',
  secretChecksum: 'abc',
  graphPasswordSet: true,
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
type Loose = any;
const find = (objects: readonly Manifest[], kind: string, name?: string): Loose =>
  objects.find(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
const variables = (
  env: ConnectedEnvironment,
  change: Partial<typeof options> = {},
): Record<string, string> =>
  find(workloadManifests(env, { ...options, ...change }), 'ConfigMap').data;
const checksum = (env: ConnectedEnvironment, change: Partial<typeof options> = {}): string =>
  find(workloadManifests(env, { ...options, ...change }), 'Deployment').spec.template.metadata
    .annotations['platform.ahlt.dev/config-checksum'];

describe('the objects of an environment', () => {
  test('come in an order in which they can be applied', () =>
    expect(
      workloadManifests(environment({ replicas: 2 }), options).map(({ kind }) => kind),
    ).toEqual([
      'ServiceAccount',
      'ConfigMap',
      'NetworkPolicy',
      'NetworkPolicy',
      'Service',
      'PodDisruptionBudget',
      'Deployment',
      ...Array(5).fill('Ingress'),
    ]));

  test('are equal bytes for equal input', () =>
    expect(JSON.stringify(workloadManifests(environment(), options))).toBe(
      JSON.stringify(workloadManifests(environment(), options)),
    ));

  test('run the image that is asked for, which is another one during a rollback', () => {
    const deployment = find(
      workloadManifests(environment(), {
        ...options,
        image: 'registry.gitlab.local:5050/ahlt/im-ctrl:1.3.2',
      }),
      'Deployment',
    );
    expect(deployment.spec.template.spec.containers[0].image).toBe(
      'registry.gitlab.local:5050/ahlt/im-ctrl:1.3.2',
    );
    expect(deployment.metadata.labels['app.kubernetes.io/version']).toBe('1.3.2');
  });

  test('carry no name with a hash of a construct path', () =>
    expect(JSON.stringify(workloadManifests(environment(), options))).not.toContain('cdk8s.io'));

  test('leave the selector alone when the version changes', () => {
    const selector = (image: string) =>
      find(workloadManifests(environment(), { ...options, image }), 'Deployment').spec.selector;
    expect(selector('im-ctrl:2.0.0')).toEqual(selector('im-ctrl:1.0.0'));
  });

  test.each([
    [0, false],
    [1, false],
    [2, true],
  ])('with %i replicas: disruption budget and spread are %s', (replicas, several) => {
    const objects = workloadManifests(environment({ replicas }), options);
    expect(find(objects, 'PodDisruptionBudget') !== undefined).toBe(several);
    expect(
      find(objects, 'Deployment').spec.template.spec.topologySpreadConstraints !== undefined,
    ).toBe(several);
  });

  test('size the heap to the memory limit', () => {
    const resources = { limits: { cpu: '1', memory: '512Mi' } };
    const [container] = find(workloadManifests(environment({ resources }), options), 'Deployment')
      .spec.template.spec.containers;
    expect(container.env).toContainEqual({
      name: 'NODE_OPTIONS',
      value: '--max-old-space-size=384 --max-semi-space-size=4',
    });
  });
});

describe('variables', () => {
  test('of the usual environment', () =>
    expect(variables(environment())).toEqual({
      APP_ENV: 'dev',
      COOKIE_SECURE: 'true',
      DATABASE_POOL_MAX: '10',
      DATABASE_SSL: 'disable',
      GRAPH_ENV: 'dev',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'info',
      METRICS_PORT: '9464',
      NEO4J_URI: 'bolt://neo4j.shared-infra.svc.cluster.local:7687',
      NEO4J_USER: 'neo4j',
      PORT: '8080',
      PUBLIC_URL: 'https://dev.local',
      SEED_DEMO: 'false',
      SESSION_ABSOLUTE_HOURS: '12',
      SESSION_IDLE_MINUTES: '15',
      SESSION_IDLE_MINUTES_ADMIN: '10',
    }));

  test('contains no graph until its password exists', () =>
    expect(
      Object.keys(variables(environment(), { graphPasswordSet: false })).filter((name) =>
        name.startsWith('NEO4J'),
      ),
    ).toEqual([]));

  test('name no graph when it is off', () =>
    expect(variables(environment({ graph: { enabled: false } }))).not.toHaveProperty('NEO4J_URI'));

  test('leave TLS to the URL when the database is one of the environment', () =>
    expect(
      variables(environment({ database: { name: 'ahlt_dev', urlSecretRef: { name: 'own' } } })),
    ).not.toHaveProperty('DATABASE_SSL'));

  test('name the networks that are believed', () =>
    expect(
      variables(environment({ trustProxy: ['10.42.0.0/16', '10.43.0.0/16'] }))['TRUST_PROXY'],
    ).toBe('10.42.0.0/16,10.43.0.0/16'));
});

describe('email', () => {
  const mail = { host: 'mail.example.org', from: 'Ahlt <ahlt@example.org>' };

  test.each([
    ['requires TLS on the usual port', {}, 'smtp://mail.example.org:587?requireTLS=true'],
    ['starts with TLS', { tls: 'implicit', port: 465 }, 'smtps://mail.example.org:465'],
    ['has no TLS', { tls: 'none', port: 25 }, 'smtp://mail.example.org:25?ignoreTLS=true'],
  ])('%s', (_, change, url) =>
    expect(variables(environment({ mail: { ...mail, ...change } }))).toMatchObject({
      SMTP_URL: url,
      MAIL_FROM: 'Ahlt <ahlt@example.org>',
    }),
  );

  test('the kubelet reads user and password from the named Secret', () => {
    const deployment = find(
      workloadManifests(environment({ mail: { ...mail, credentialsSecret: 'mail' } }), options),
      'Deployment',
    );
    const [{ env }] = deployment.spec.template.spec.containers;
    const key = (key: string) => ({ valueFrom: { secretKeyRef: { name: 'mail', key } } });
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'SMTP_USER', ...key('username') },
        { name: 'SMTP_PASSWORD', ...key('password') },
      ]),
    );
  });

  test('without it the pods have no mail server and no credentials', () =>
    expect(JSON.stringify(workloadManifests(environment(), options))).not.toMatch(/SMTP|MAIL/));
});

describe('the checksum that restarts pods', () => {
  test.each([
    ['a variable changes', checksum(environment({ logLevel: 'debug' }))],
    ['a Secret changes', checksum(environment(), { secretChecksum: 'def' })],
    ['the password of the graph comes', checksum(environment(), { graphPasswordSet: false })],
  ])('changes when %s', (_, other) => expect(other).not.toBe(checksum(environment())));

  test.each([
    ['the number of pods changes', checksum(environment({ replicas: 3 }))],
    [
      'the image changes, which restarts them anyway',
      checksum(environment(), { image: 'im-ctrl:2.0.0' }),
    ],
  ])('stays when %s', (_, other) => expect(other).toBe(checksum(environment())));
});

describe('network', () => {
  const opens = (env: ConnectedEnvironment) =>
    find(workloadManifests(env, options), 'NetworkPolicy', 'ahlt-dev-web').spec.egress.slice(1);
  const namespace = (name: string) => [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } },
  ];
  const port = (number: number) => [{ port: number, protocol: 'TCP' }];

  test.each([
    [
      'servers in the cluster: their namespaces',
      {},
      [
        { ports: port(5432), to: namespace('shared-infra') },
        { ports: port(7687), to: namespace('shared-infra') },
      ],
    ],
    [
      'no graph: no way to it',
      { graph: { enabled: false } },
      [{ ports: port(5432), to: namespace('shared-infra') }],
    ],
    [
      'a server by its address: that address',
      { graph: { enabled: false }, database: { name: 'ahlt_dev', server: 'by-address' } },
      [{ ports: port(6432), to: [{ ipBlock: { cidr: '192.0.2.7/32' } }] }],
    ],
    [
      'a server by a name outside: anywhere on its port',
      { graph: { enabled: false }, database: { name: 'ahlt_dev', server: 'by-name' } },
      [{ ports: port(5432) }],
    ],
    [
      'a mail server in the cluster: its namespace',
      {
        graph: { enabled: false },
        mail: { host: 'smtp.mail.svc.cluster.local', port: 25, tls: 'none', from: 'a@example.org' },
      },
      [
        { ports: port(5432), to: namespace('shared-infra') },
        { ports: port(25), to: namespace('mail') },
      ],
    ],
    [
      'webhooks: public addresses and the named networks',
      { graph: { enabled: false }, webhooks: { networks: ['10.7.0.0/16'] } },
      [
        { ports: port(5432), to: namespace('shared-infra') },
        {
          ports: port(443),
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: expect.arrayContaining(['10.0.0.0/8']) } },
            { ipBlock: { cidr: '2000::/3' } },
            { ipBlock: { cidr: '10.7.0.0/16' } },
          ],
        },
      ],
    ],
    [
      'a URL that only a Secret knows: anywhere on the usual port',
      { graph: { enabled: false }, database: { name: 'ahlt_dev', urlSecretRef: { name: 'own' } } },
      [{ ports: port(5432) }],
    ],
  ])('%s', (_, spec, expected) => expect(opens(environment(spec))).toEqual(expected));

  test('Jobs accept no connection', () =>
    expect(
      find(workloadManifests(environment(), options), 'NetworkPolicy', 'ahlt-dev-jobs').spec,
    ).not.toHaveProperty('ingress'));
});

describe('ingress', () => {
  const routes = (ingressController?: string): Loose[] =>
    workloadManifests(environment(), { ...options, ingressController }).filter(
      ({ kind }) => kind === 'Ingress',
    );
  const pathsOf = (ingress: Loose): string[] =>
    (ingress.spec.rules[0].http?.paths ?? []).map(({ path }: { path: string }) => path);

  test.each([
    ['nginx.org/ingress-controller', 5],
    ['k8s.io/ingress-nginx', 4],
    ['traefik.io/ingress-controller', 4],
    ['haproxy.org/ingress-controller', 1],
  ])('%s gets %i Ingresses that lead everything to the Service over HTTPS', (controller, count) => {
    const ingresses = routes(controller);
    expect(ingresses).toHaveLength(count);
    expect(ingresses.flatMap(pathsOf)).toContain('/');
    expect(ingresses.some(({ spec }) => spec.tls?.[0].secretName === 'dev-tls')).toBe(true);
  });

  test('only the import and attachments accept large bodies, and only sign-in is rate-limited', () => {
    const annotated = Object.fromEntries(
      routes().map((ingress) => [pathsOf(ingress)[0] ?? 'host', ingress.metadata.annotations]),
    );
    expect(annotated['host']['nginx.org/client-max-body-size']).toBe('1m');
    expect(annotated['/api/data/import']['nginx.org/client-max-body-size']).toBe('50m');
    expect(annotated['/attachments']['nginx.org/client-max-body-size']).toBe('51m');
    expect(
      Object.keys(annotated).filter((path) => 'nginx.org/limit-req-rate' in annotated[path]),
    ).toEqual(['/login']);
  });

  test('an unknown controller gets no annotations', () =>
    expect(routes('haproxy.org/ingress-controller')[0].metadata).not.toHaveProperty('annotations'));
});

describe('a command as a Job', () => {
  const job = (command: 'plan' | 'migrate' | 'seed' | 'resync'): Loose =>
    commandJob(environment({ imagePullSecret: 'registry' }), {
      command,
      image: 'registry.gitlab.local:5050/ahlt/im-ctrl:1.5.0',
      name: `ahlt-dev-${command}-1`,
      key: '0af3',
      attempt: 2,
      deadlineSeconds: 600,
      args: [command, '--json'],
    });

  test('runs once, with a deadline, and leaves its result where the kubelet reads it', () => {
    const { spec, metadata } = job('migrate');
    expect(metadata).toMatchObject({ name: 'ahlt-dev-migrate-1', namespace: 'ahlt-dev' });
    expect(metadata.labels).toMatchObject({
      'platform.ahlt.dev/command': 'migrate',
      'platform.ahlt.dev/key': '0af3',
      'platform.ahlt.dev/attempt': '2',
    });
    expect(spec).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 600,
      template: { spec: { restartPolicy: 'Never', imagePullSecrets: [{ name: 'registry' }] } },
    });
    const [container] = spec.template.spec.containers;
    expect(container).toMatchObject({
      command: ['node', 'app.js'],
      args: ['migrate', '--json'],
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'FallbackToLogsOnError',
    });
    expect(container.env).toContainEqual({ name: 'RESULT_FILE', value: '/dev/termination-log' });
  });

  test.each([
    ['plan', 'ahlt-dev-migrator'],
    ['migrate', 'ahlt-dev-migrator'],
    ['seed', 'ahlt-dev-migrator'],
    ['resync', 'ahlt-dev-secret'],
  ] as const)('%s connects with %s', (command, secret) =>
    expect(job(command).spec.template.spec.containers[0].envFrom).toEqual([
      { configMapRef: { name: 'ahlt-dev-config' } },
      { secretRef: { name: secret } },
    ]),
  );

  test('is not reached by the Service', () => {
    const { selector } = find(workloadManifests(environment(), options), 'Service').spec;
    expect(job('migrate').spec.template.metadata.labels).not.toMatchObject(selector);
  });
});

test('a connection Secret holds what it was given, in the form in which the API server gives it back', () =>
  expect(
    connectionSecret(environment(), 'runtime', { DATABASE_URL: 'postgresql://localhost/ahlt_dev' }),
  ).toMatchObject({
    metadata: { name: 'ahlt-dev-secret', namespace: 'ahlt-dev' },
    type: 'Opaque',
    data: { DATABASE_URL: btoa('postgresql://localhost/ahlt_dev') },
  }));
