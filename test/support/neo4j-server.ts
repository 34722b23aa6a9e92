import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findClassArchive } from './neo4j/class-archive.ts';
import { findJars } from './neo4j/jars.ts';
import { freePort } from './ports.ts';
import { startServerProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** How to reach a Neo4j. */
export interface Neo4jAccess {
  /** Such as `bolt://127.0.0.1:7687`. */
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** A separate Neo4j, which may be broken. */
export interface Neo4jServer extends Neo4jAccess {
  readonly pid: number;
  /** Ends it at once; its store keeps committed data. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Starts it again on the same port and store. @param withinMs default: 4 min */
  start(withinMs?: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Neo4jOptions {
  /** For its store and log; made when missing. Default: a temporary folder, removed on dispose. */
  readonly folder?: string;
  /**
   * `small` starts fast, for a test; `usual` is configured as in an environment, to measure it.
   * @default small
   */
  readonly size?: 'small' | 'usual';
  /** Further flags of Java. */
  readonly flags?: readonly string[];
  /** Whether it runs at once, or with the first `start`. @default true */
  readonly isStarted?: boolean;
}

/**
 * Starts a Neo4j 5 Community on a free port of 127.0.0.1, ready in 3 to 9 s. It ends with this
 * process.
 */
export async function startNeo4j({
  folder,
  size = 'small',
  flags,
  isStarted = true,
}: Neo4jOptions = {}): Promise<Neo4jServer> {
  const classPath = await findJars();
  if (!classPath)
    throw new Error(
      'No Neo4j on this machine: run `npx node test/support/build.ts` (needs Java 17 and Maven).',
    );
  const home = folder ?? temporaryFolder('neo4j');
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  await writeHome(home, password, [...common(port), ...sizes[size].settings]);
  const classes = flags ?? (size === 'small' ? await archived() : []);
  const launch = async (withinMs = 240_000) => {
    const server = startServerProcess({
      name: 'Neo4j',
      command: 'java',
      args: [
        ...sizes[size].java,
        ...classes,
        ...opened,
        '-cp',
        classPath,
        'org.neo4j.server.CommunityEntryPoint',
        ...homeFlags(home),
      ],
      logFile: join(home, 'neo4j.log'),
      cwd: home,
    });
    await server.until(server.line(/ Started\.$/), withinMs);
    return server;
  };
  let server = isStarted ? await launch() : undefined;
  return {
    uri: `bolt://127.0.0.1:${port}`,
    user: 'neo4j',
    password,
    get pid() {
      if (!server) throw new Error('Neo4j was not started yet.');
      return server.pid;
    },
    kill: async () => server?.stop('SIGKILL'),
    stop: async () => server?.stop('SIGTERM', 120_000),
    async start(withinMs) {
      server = await launch(withinMs);
    },
    async [Symbol.asyncDispose]() {
      await server?.stop('SIGKILL');
      if (!folder) await rm(home, { recursive: true, force: true });
    },
  };
}

const sizes = {
  // A test's graph is small and its server short-lived: one compiler tier and the simplest
  // collector start fastest, with room to load its classes without collecting.
  small: {
    java: ['-Xms128m', '-Xmn64m', '-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
    settings: [
      'server.memory.pagecache.size=32m',
      'db.tx_log.rotation.size=1m',
      'db.tx_log.preallocate=false',
    ],
  },
  // As in a pod of 4 GiB, with the defaults of Java and Neo4j.
  usual: {
    java: ['-Xms2g', '-Xmx2g', '-XX:+UseG1GC'],
    settings: ['server.memory.pagecache.size=512m'],
  },
} as const;

/** Only for `small`: a measured server starts as in an environment. */
async function archived(): Promise<readonly string[]> {
  const archive = await findClassArchive();
  return archive ? [`-XX:SharedArchiveFile=${archive}`] : [];
}

const opened = [
  ...['nio', 'io'].map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
];

const homeFlags = (home: string) => [
  `--home-dir=${home}`,
  `--config-dir=${join(home, 'conf')}`,
  '--console-mode',
];

const common = (port: number): readonly string[] => [
  `server.bolt.listen_address=127.0.0.1:${port}`,
  'server.http.enabled=false',
  'server.https.enabled=false',
  'dbms.usage_report.enabled=false',
  'internal.server.bolt.thread_pool_shutdown_wait_time=0s',
  'internal.server.bolt.connection_shutdown_wait_time=0s',
];

async function writeHome(
  home: string,
  password: string,
  settings: readonly string[],
): Promise<void> {
  await mkdir(join(home, 'conf'), { recursive: true });
  await mkdir(join(home, 'data/dbms'), { recursive: true });
  await writeFile(join(home, 'conf/neo4j.conf'), `${settings.join('\n')}\n`);
  await writeFile(join(home, 'data/dbms/auth.ini'), `neo4j:${credential(password)}:\n`, {
    mode: 0o600,
  });
}

/** A password as Neo4j keeps it: salted SHA-256, 1,024 rounds. Read only before the first start. */
function credential(password: string): string {
  const salt = randomBytes(32);
  const sha256 = (input: Buffer) => createHash('sha256').update(input).digest();
  let digest = sha256(Buffer.concat([salt, Buffer.from(password)]));
  for (let round = 1; round < 1024; round += 1) digest = sha256(digest);
  return `SHA-256,${digest.toString('hex')},${salt.toString('hex')},1024`;
}
