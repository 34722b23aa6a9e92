import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * The log of one run of a container: a line each with its time, as a container runtime stores it.
 */
export interface ContainerLog {
  /** Takes the lines of a stream until it ends. */
  follow(stream: Readable): void;
  close(): void;
}

/** The requested part of a log; the names are those of the kubelet's API. */
export interface LogQuery {
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly timestamps?: boolean;
}

/** Opens the log at `path` for a new run. */
export function openLog(path: string): ContainerLog {
  // Written synchronously, because the last lines are read the moment the container ends.
  const file = openSync(path, 'a');
  let open = true;
  return {
    follow(stream) {
      createInterface({ input: stream }).on('line', (line) => {
        if (open) writeSync(file, `${new Date().toISOString()} ${line}\n`);
      });
    },
    close() {
      open = false;
      closeSync(file);
    },
  };
}

/** The text of a log; empty when nothing was written. */
export function readLog(
  path: string,
  { tailLines, limitBytes, timestamps = false }: LogQuery = {},
): string {
  if (!existsSync(path)) return '';
  const all = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const wanted = tailLines === undefined ? all : all.slice(Math.max(0, all.length - tailLines));
  const text = wanted
    .map((line) => `${timestamps ? line : line.slice(line.indexOf(' ') + 1)}\n`)
    .join('');
  return limitBytes === undefined ? text : Buffer.from(text).subarray(0, limitBytes).toString();
}

/**
 * What the Kubernetes API promises for FallbackToLogsOnError: the last 80 lines, at most 2,048
 * bytes.
 */
export function lastWords(path: string): string {
  const text = Buffer.from(readLog(path, { tailLines: 80 }));
  return text.subarray(Math.max(0, text.length - 2048)).toString();
}
