import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { bundle } from './bundle.ts';

/** `npm run build`: the programs of the image, into `build/`. */
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const report = await bundle({ outdir: 'build', version: `${version}+${commit()}`, minify: true });
for (const [entry, { bytes, modules }] of Object.entries(report)) {
  console.log(` ✓ build/${entry}.js   ${(bytes / 1024 / 1024).toFixed(1)} MB from ${modules} modules`);
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unversioned';
  }
}
