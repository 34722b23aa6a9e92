import type { ConnectedEnvironment } from '../api/index.ts';

/** Port of the app, and of its metrics, which the Service does not expose. */
export const appPorts = { http: 8080, metrics: 9464 } as const;

/**
 * The app's variables that are not secret (docs/architecture.md). The graph is omitted until its
 * password exists: the app serves without a graph, but refuses an incomplete configuration of one.
 */
export function environmentVariables(
  { metadata, spec, connections }: ConnectedEnvironment,
  { graphPasswordSet }: { readonly graphPasswordSet: boolean },
): Record<string, string> {
  const { database, graph, seed, session, settings = {}, trustProxy } = spec;
  const graphUri = graph.enabled && graphPasswordSet ? connections.graph?.uri : undefined;
  return {
    APP_ENV: spec.stage,
    HOST: '0.0.0.0',
    PORT: String(appPorts.http),
    METRICS_PORT: String(appPorts.metrics),
    LOG_LEVEL: spec.logLevel,
    PUBLIC_URL: `https://${spec.host}`,
    COOKIE_SECURE: String(session.cookieSecure),
    SESSION_IDLE_MINUTES: String(session.idleMinutes),
    SESSION_IDLE_MINUTES_ADMIN: String(session.idleMinutesAdmin),
    SESSION_ABSOLUTE_HOURS: String(session.absoluteHours),
    SEED_DEMO: String(seed.profile === 'demo'),
    DATABASE_POOL_MAX: String(database.poolMax),
    // Environments share one Neo4j and are distinguished by this value, so it is the environment's
    // name and not its stage.
    GRAPH_ENV: metadata.name,
    ...(connections.database === undefined ? {} : { DATABASE_SSL: connections.database.sslMode }),
    ...(graphUri === undefined ? {} : { NEO4J_URI: graphUri, NEO4J_USER: 'neo4j' }),
    ...(Object.keys(settings).length === 0 ? {} : { PINNED_SETTINGS: JSON.stringify(settings) }),
    ...(trustProxy === undefined || trustProxy.length === 0
      ? {}
      : { TRUST_PROXY: trustProxy.join(',') }),
  };
}

/**
 * The variables for emails, of the web pods only: `npm start` reads the same file, and must not
 * send emails to anyone.
 */
export function mailVariables({
  spec: { mail },
}: Pick<ConnectedEnvironment, 'spec'>): Record<string, string> {
  if (mail === undefined) return {};
  const { host, port, tls, from } = mail;
  const scheme = tls === 'implicit' ? 'smtps' : 'smtp';
  const upgrade = { starttls: '?requireTLS=true', implicit: '', none: '?ignoreTLS=true' }[tls];
  return { SMTP_URL: `${scheme}://${host}:${port}${upgrade}`, MAIL_FROM: from };
}
