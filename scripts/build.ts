import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { writeSbom } from './image/write-sbom.ts';
import { findLanguage, UnknownLanguage } from './language.ts';

/**
 * `npm run build`: builds the programs of the image into `build/`. The Dockerfile passes `--image`,
 * which makes them refuse root and writes the bill of materials, and `--commit`, because a build
 * context has no history. AHLT_LANGUAGE is the language of the app, a folder of `languages/`.
 */
const values = options();
const manifest = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };
const version = `${manifest.version}+${(values.commit ?? commit()).slice(0, 12)}`;
const report = await bundle({
  outdir: 'build',
  version,
  language: await findLanguage(process.env.AHLT_LANGUAGE ?? '').catch(refused),
  minify: true,
  refuseRoot: values.image === true,
}).catch(exitReported);
for (const [entry, { bytes, modules }] of Object.entries(report)) {
  console.log(
    ` ✓ build/${entry}.js   ${(bytes / 1024 / 1024).toFixed(1)} MB from ${modules.length} modules`,
  );
}
if (values.sbom !== undefined) {
  const modules = Object.values(report).flatMap((program) => program.modules);
  const { components } = await writeSbom({
    packages: values.sbom,
    to: 'build/sbom.cdx.json',
    version,
    modules,
  });
  console.log(` ✓ build/sbom.cdx.json   ${components} components`);
}

function options() {
  try {
    return parseArgs({
      options: { image: { type: 'boolean' }, commit: { type: 'string' }, sbom: { type: 'string' } },
    }).values;
  } catch (error) {
    process.stderr.write(` ✗ ${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

/** @throws every other error than that of a wrong language */
function refused(error: unknown): never {
  if (!(error instanceof UnknownLanguage)) throw error;
  process.stderr.write(` ✗ AHLT_LANGUAGE: ${error.message}\n`);
  process.exit(2);
}

/** esbuild has printed file, line and reason; its stack would hide them. */
function exitReported(error: unknown): never {
  if (error instanceof Error && 'errors' in error) process.exit(1);
  throw error;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unversioned';
  }
}
