import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { environmentVariables } from '#cdk8s/charts/environment-config.ts';
import type { Environment, LocalConfig } from './options.ts';

/** Facts known only on this computer. */
export interface LocalFacts {
  readonly host: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly sessionKey: string;
}

/**
 * Variables of the app's commands: those of the environment file, as in the cluster, overridden by
 * the ones specific to this computer. Secrets of a command are added where it is started.
 */
export function appVariables(
  environment: ConnectedEnvironment,
  { host, port, metricsPort, sessionKey }: LocalFacts,
  config: Pick<LocalConfig, 'graph'>,
  own: Environment,
): Record<string, string> {
  const { graph } = config;
  return {
    ...picked(own, system),
    ...defined(environmentVariables(environment, { graphPasswordSet: false })),
    ...picked(own, adjustable),
    HOST: host,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    PUBLIC_URL: localUrl(host, port),
    // There is no TLS on this computer, so a secure cookie would never be sent back.
    COOKIE_SECURE: 'false',
    SESSION_KEY: sessionKey,
    DATABASE_SSL: own['DATABASE_SSL'] || 'disable',
    ...(graph && { NEO4J_URI: graph.uri, NEO4J_USER: graph.user, NEO4J_PASSWORD: graph.password }),
  };
}

/**
 * The app's address for users: with the usual host name if it listens on this computer only, or on
 * all interfaces.
 */
export function localUrl(host: string, port: number): string {
  const name = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(host) ? 'localhost' : host;
  return `http://${name}:${port}`;
}

// Variables that every program needs.
const system =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_\w+|TZ|SYSTEMROOT|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE)$/i;

// Variables that a developer may set for one start without changing the environment file.
const adjustable =
  /^(LOG_LEVEL|SESSION_IDLE_MINUTES|SESSION_IDLE_MINUTES_ADMIN|SESSION_ABSOLUTE_HOURS|DATABASE_POOL_MAX|AUDIT_SINK|SMTP_URL|SMTP_USER|SMTP_PASSWORD|MAIL_FROM)$/;

function picked(variables: Environment, names: RegExp): Record<string, string> {
  return defined(
    Object.fromEntries(Object.entries(variables).filter(([name]) => names.test(name))),
  );
}

function defined(variables: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
