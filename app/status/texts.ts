import type { Texts } from '../ui/texts.ts';
import { counted, fileSize } from '../ui/words.ts';

/** Texts of the status page. */
export const texts = {
  headline: { good: 'Running', waiting: 'Running, action needed', bad: 'Not ready' },
  asOf: 'As of',
  upFor: (duration: string) => `, up for ${duration}`,
  process: 'This process',
  parts: 'Parts',
  facts: {
    version: 'Version',
    serves: 'Serves',
    started: 'Started',
    runsOn: 'Runs on',
    probes: 'Probes',
  },
  schemaRange: (min: string, max: string) => `schema ${min} to ${max}`,
  node: (version: string) => `Node ${version}`,
  database: {
    name: 'Database',
    answers: 'PostgreSQL responds',
    silent: (reason: string | undefined) =>
      `PostgreSQL does not respond${reason === undefined ? '' : `: ${reason}`}`,
    advice: 'The app retries with every request. See the log for details.',
  },
  schema: {
    name: 'Schema',
    empty: 'The database is empty',
    tooOld: (current: string, min: string) =>
      `${current} is too old: this version needs ${min} or newer`,
    tooNew: (current: string, max: string) =>
      `${current} is too new: this version supports up to ${max}`,
    newest: (current: string) => `${current}, the newest of this version`,
    behind: (current: string, target: string) => `${current}; this version provides ${target}`,
    ahead: (current: string) => `${current}; newer than this version and compatible`,
    migrate: 'Run the migrate command of this version.',
    update: 'Run a newer version.',
  },
  seed: {
    name: 'Seed',
    none: 'Not seeded yet',
    advice: 'Run the seed command.',
    profiles: {
      none: 'None, by configuration',
      base: 'Base',
      demo: 'Base with demo data',
    } as Readonly<Record<string, string>>,
  },
  graph: {
    name: 'Graph',
    off: 'Off: PostgreSQL is used instead',
    empty: 'Not filled yet',
    advice: 'Run the resync command. Until then, PostgreSQL is used.',
    counts: (nodes: number, relationships: number) =>
      `${counted(nodes, 'node')}, ${counted(relationships, 'relationship')}`,
    differs: (counts: string) => `Differs from the database: ${counts}`,
    behind: (changes: number, counts: string) => `${counted(changes, 'change')} behind: ${counts}`,
    inSync: (counts: string) => `In sync: ${counts}`,
  },
  audit: {
    name: 'Audit log',
    size: (bytes: number) => `${fileSize(bytes)}, no limit`,
    sizeOf: (bytes: number, limit: number) => `${fileSize(bytes)} of ${fileSize(limit)}`,
    high: (room: string) => `Needs space: ${room}`,
    failed: (count: number) =>
      `${counted(count, 'event')} could not be written since the start; the changes were rolled back`,
    rewritten: (fault: string) => `Modified outside the app: ${fault}`,
    advice: {
      rewritten:
        'Compare it with the app log, which contains every entry. Check who can write to the database.',
      high: 'Raise AUDIT_VOLUME_MB, or shorten the retention in the settings.',
      failed: 'See the app log for the reason. No changes are possible until it is fixed.',
    },
  },
} as const satisfies Texts;
