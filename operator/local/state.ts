import type { CommandRun } from '../environment/types.ts';
import { type DataFolder, readJson, writeJson } from './data-folder.ts';

/**
 * What a start remembers for the next one. Losing it costs time, never data: the ledger in the
 * database is authoritative.
 */
export interface LocalState {
  readonly postgresPort?: number;
  readonly metricsPort?: number;
  /** Commands that succeeded, by their inputs; like the finished Jobs in a cluster. */
  readonly runs: readonly CommandRun[];
}

const keptRuns = 20;

export function loadState(folder: DataFolder): LocalState {
  const { runs, ...ports } = (readJson(folder.state) ?? {}) as Partial<LocalState>;
  return { ...ports, runs: Array.isArray(runs) ? runs : [] };
}

/** Saves the state. Omits failed runs, so that the next start retries them at once. */
export function saveState(folder: DataFolder, state: LocalState): void {
  writeJson(folder.state, {
    ...state,
    runs: state.runs.filter((run) => run.state === 'succeeded').slice(-keptRuns),
  });
}
