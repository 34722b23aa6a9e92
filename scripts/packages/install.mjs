import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { packagesOfPlatform } from './compare.mjs';

/** npm must report reasons even if the script was asked to be silent. */
const talkative = '--loglevel=error';

/** Reports a missing network within seconds, and retries a flaky one. */
const patience = [
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
  '--fetch-timeout=60000',
];

/** The end of npm's output is kept, which has the reason. */
const keptCharacters = 20_000;

/**
 * Installs what package-lock.json names, with npm. A signal to us ends npm, and so does the end of
 * the process that started us: a shell that is ended by a signal doesn't pass it on.
 * @param {string} root folder of the repository
 * @param {(done: number, of: number) => void} progress called twice a second
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null, output: string }>} how npm ended
 */
export async function install(root, progress) {
  const packages = packagesOfPlatform(root);
  const parent = process.ppid;
  const { program, args } = npmCommand([
    'ci',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    talkative,
    ...patience,
  ]);
  // Its own process group, so that one signal reaches npm and its install scripts.
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      output = (output + part).slice(-keptCharacters);
    });
  }
  /** @type {NodeJS.Signals | null} */
  let asked = null;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    if (asked !== null) return;
    asked = signal;
    signalGroup(child.pid, signal);
    // npm waits for pending downloads. A partial installation is discarded anyway.
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 2_000).unref();
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, pass);
  const watch = setInterval(() => {
    if (process.ppid !== parent) pass('SIGTERM');
    progress(
      packages.filter((path) => existsSync(join(root, path, 'package.json'))).length,
      packages.length,
    );
  }, 500);
  try {
    return await new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: 1, signal: asked, output: String(error) }));
      child.once('close', (code, signal) => {
        const ended = asked ?? signal;
        resolve({
          code: ended === null ? (code ?? 1) : 128 + constants.signals[ended],
          signal: ended,
          output,
        });
      });
    });
  } finally {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, pass);
  }
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended in between.
  }
}

/**
 * The npm that runs this script, on the Node that it runs on; the one of PATH without it.
 * @param {readonly string[]} args
 */
function npmCommand(args) {
  const { npm_execpath: npm } = process.env;
  return npm === undefined
    ? { program: 'npm', args }
    : { program: process.execPath, args: [npm, ...args] };
}
