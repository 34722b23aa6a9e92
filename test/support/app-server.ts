import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { readConfig } from '#app/config.ts';
import { createServer, type Server, type ServerOptions } from '#app/server.ts';
import { createServices, type Services } from '#app/services.ts';
import { AppClient } from './app-client.ts';
import { createDatabase } from './postgres.ts';
import { countQueries, type QueryCount } from './query-count.ts';

export { AppClient } from './app-client.ts';

/** A valid password, used for every user created by `signIn`. */
export const testPassword = 'Ravine-47-kestrel';

export interface AppServerOptions {
  /** Content of its database. @default 'base' */
  readonly from?: 'migrated' | 'base' | 'demo';
  /** An existing database instead, which several servers may share. */
  readonly url?: string;
  /** Variables in addition to the usual ones of a test. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How often connections of open pages are checked. */
  readonly sockets?: ServerOptions['sockets'];
}

/** The app in this process, on its own database and port: real SQL, real HTTP. */
export interface AppServer extends AsyncDisposable {
  readonly url: string;
  readonly databaseUrl: string;
  readonly services: Services;
  /** Ends all connections at once, as a lost network does; new ones are accepted. */
  cutConnections(): void;
  readonly server: Server;
  /** Statements and rows since the start; take the difference around a request. */
  readonly queries: Readonly<QueryCount>;
  /** Lines of the log so far. */
  readonly log: readonly Record<string, unknown>[];
  /** Moves the app's clock; the database keeps its own. */
  readonly advance: (milliseconds: number) => void;
  /** A browser without a session. */
  readonly visitor: () => AppClient;
  /** A browser in which a new user with these roles (by name; none: no role) is signed in. */
  readonly signIn: (...roles: string[]) => Promise<AppClient>;
  /** Creates a user with roles who can sign in with `testPassword`; returns id and name. */
  readonly createUser: (...roles: string[]) => Promise<{ id: string; name: string }>;
}

export async function startAppServer({
  from = 'base',
  url,
  environment = {},
  sockets = {},
}: AppServerOptions = {}): Promise<AppServer> {
  const database = url === undefined ? await createDatabase({ from }) : undefined;
  const databaseUrl = url ?? database?.url ?? '';
  const config = readConfig('serve', {
    APP_ENV: 'test',
    DATABASE_URL: withPatience(databaseUrl),
    SESSION_KEY: 'k'.repeat(64),
    LOG_LEVEL: 'debug',
    ...environment,
  });
  const clock = { offset: 0 };
  const { log, lines } = recordingLog();
  const made = createServices(config, log, () => new Date(Date.now() + clock.offset));
  const counted = countQueries(made.db);
  const hash = made.passwords.make(testPassword);
  const passwords: Services['passwords'] = {
    ...made.passwords,
    // Users of tests sign in hundreds of times; that this hash fits is known.
    fits: async (stored, password) =>
      (password === testPassword && stored === (await hash)) ||
      (await made.passwords.fits(stored, password)),
  };
  const services: Services = { ...made, db: counted.db, passwords };
  const server = createServer(services, { sockets });
  const http = createHttpServer(server).on('upgrade', server.upgrade);
  const connections = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  let users = 0;

  const createUser = async (...roles: string[]): Promise<{ id: string; name: string }> => {
    users += 1;
    const name = `${roles.join('_') || 'nobody'}_${process.pid}_${users}_${Math.random().toString(36).slice(2, 7)}`;
    const { rows } = await made.pool.query<{ id: string }>(
      "insert into entities (entity_type, name, label) values ('user', $1, $2) returning id",
      [name, `Test ${roles.join(' ') || 'nobody'} ${users}`],
    );
    const id = rows[0]?.id ?? '';
    await made.pool.query('insert into credentials (user_id, password_hash) values ($1, $2)', [
      id,
      await hash,
    ]);
    await made.pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select t.id, $1, r.id from entities t, entities r
       where t.entity_type = 'relation_type' and t.name = 'has_role' and r.entity_type = 'role' and r.name = any($2)`,
      [id, roles],
    );
    return { id, name };
  };

  return {
    url: address,
    databaseUrl,
    services,
    server,
    queries: counted.count,
    log: lines,
    advance: (milliseconds) => {
      clock.offset += milliseconds;
    },
    visitor: () => new AppClient(address),
    createUser,
    signIn: async (...roles) => {
      const { id, name } = await createUser(...roles);
      const client = new AppClient(address);
      await client.signIn(name, testPassword);
      client.userId = id;
      return client;
    },
    cutConnections: () => {
      for (const socket of connections) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      made.live.close();
      http.close();
      for (const socket of connections) socket.destroy();
      await made[Symbol.asyncDispose]();
      await database?.[Symbol.asyncDispose]();
    },
  };
}

/** What prepares a test may take a busy machine longer than a page may. */
function withPatience(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('statement_timeout', '120000');
  return url.href;
}

/** A log whose lines a test can read. */
function recordingLog() {
  const lines: Record<string, unknown>[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString('utf8').split('\n'))
      if (line !== '') lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  return { log: pino({ level: 'debug' }, stream), lines };
}
