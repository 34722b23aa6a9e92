import type { Texts } from '../ui/texts.ts';
import { counted, fileSize } from '../ui/words.ts';

/** Words of the status page. */
export const texts = {
  headline: { good: 'Running', waiting: 'Running, with something left to do', bad: 'Not ready' },
  asOf: 'As of',
  upFor: (duration: string) => `, up for ${duration}`,
  process: 'This process',
  parts: 'Parts',
  facts: { version: 'Version', serves: 'Serves', started: 'Started', runsOn: 'Runs on', probes: 'Probes' },
  schemaRange: (min: string, max: string) => `schema ${min} to ${max}`,
  node: (version: string) => `Node ${version}`,
  database: {
    name: 'Database',
    answers: 'PostgreSQL answers',
    silent: (reason: string | undefined) => `PostgreSQL does not answer${reason === undefined ? '' : `: ${reason}`}`,
    advice: 'The app asks again at every request; the log says more.',
  },
  schema: {
    name: 'Schema',
    empty: 'The database is empty',
    tooOld: (current: string, min: string) => `${current} is too old: this version needs ${min} or newer`,
    tooNew: (current: string, max: string) => `${current} is too new: this version knows up to ${max}`,
    newest: (current: string) => `${current}, the newest of this version`,
    behind: (current: string, target: string) => `${current}, while this version brings ${target}`,
    ahead: (current: string) => `${current}, newer than this version and fit for it`,
    migrate: 'Run the migrate command of this version.',
    update: 'Run a newer version.',
  },
  seed: {
    name: 'Seed',
    none: 'Nothing was seeded yet',
    advice: 'Run the seed command.',
    profiles: { none: 'None, on purpose', base: 'Base', demo: 'Base with demo data' } as Readonly<Record<string, string>>,
  },
  graph: {
    name: 'Graph',
    off: 'Off: PostgreSQL answers instead',
    empty: 'Not filled yet',
    advice: 'Run the resync command. Until then PostgreSQL answers.',
    counts: (nodes: number, relationships: number) => `${counted(nodes, 'node')}, ${counted(relationships, 'relationship')}`,
    differs: (counts: string) => `Differs from the database: ${counts}`,
    behind: (changes: number, counts: string) => `${counted(changes, 'change')} behind: ${counts}`,
    inSync: (counts: string) => `In sync: ${counts}`,
  },
  audit: {
    name: 'Audit log',
    size: (bytes: number) => `${fileSize(bytes)}, without a limit`,
    sizeOf: (bytes: number, limit: number) => `${fileSize(bytes)} of ${fileSize(limit)}`,
    high: (room: string) => `Needs room: ${room}`,
    failed: (count: number) => `${counted(count, 'event')} could not be written since the start; the changes were taken back`,
    rewritten: (fault: string) => `Rewritten by hand: ${fault}`,
    advice: {
      rewritten: 'Compare it with the log lines of the program, which hold every entry, and find out who can write to the database.',
      high: 'Raise AUDIT_VOLUME_MB, or shorten the retention in the settings.',
      failed: 'The log of the program says why. Nothing can be changed until it works again.',
    },
  },
} as const satisfies Texts;
