import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lackingPackages } from './compare.mjs';
import { install } from './install.mjs';
import { holdLock } from './lock.mjs';
import { explainFailure } from './npm-failure.mjs';

/**
 * First step of every npm script: installs the packages of package-lock.json if they are missing.
 * Uses no package and runs on npm's own Node, which may be older than ours.
 */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const wantsLines = !process.stderr.isTTY;

process.exitCode = await main();

/** Returns the exit code. Writes to stderr only: stdout belongs to the script. */
async function main() {
  try {
    if (lackingPackages(root).length === 0) return 0;
    const release = await holdLock(join(root, 'build', 'packages.lock'), () =>
      say('Another npm script installs the packages; waiting for it …'),
    );
    try {
      // The previous holder of the lock may have installed them.
      return lackingPackages(root).length === 0 ? 0 : await installAll();
    } finally {
      release();
    }
  } catch (error) {
    say(`The packages could not be installed: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
}

async function installAll() {
  const started = Date.now();
  say('Installing the packages that package-lock.json names, once for each version of it …');
  const { code, signal, output } = await install(root, showProgress(started));
  if (!wantsLines) process.stderr.write('\r\x1b[K');
  if (signal !== null) return code;
  if (code === 0) {
    say(`Packages installed in ${seconds(started)}.\n`);
    return 0;
  }
  const lacking = lackingPackages(root);
  const names = lacking
    .slice(0, 3)
    .map((path) => path.slice(path.lastIndexOf('node_modules/') + 13));
  const [reason, ...more] = explainFailure(output, { lacking: lacking.length, names });
  say(
    `The packages could not be installed: ${reason}\n${more.map((line) => `   ${line}`).join('\n')}`,
  );
  return code;
}

/**
 * One line that is written over in a terminal; elsewhere a line every ten seconds.
 * @param {number} started
 * @returns {(done: number, of: number) => void}
 */
function showProgress(started) {
  let shown = Date.now();
  return (done, of) => {
    const line = `   ${done} of ${of} packages, ${seconds(started)}`;
    if (!wantsLines) process.stderr.write(`\r${line}\x1b[K`);
    else if (Date.now() - shown >= 10_000) {
      shown = Date.now();
      say(line);
    }
  };
}

/** @param {number} started */
function seconds(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
