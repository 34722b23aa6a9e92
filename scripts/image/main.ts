import { parseArgs } from 'node:util';
import { failure, isOptionError } from '../failure.ts';
import { buildImage, describeBuild, localTag, writeOutput } from './build-image.ts';
import { CommandFailed } from './docker.ts';
import { checkMachine } from './needs.ts';

const usage = `Usage: npm run image -- [--tag ${localTag}] [--no-cache] [--output build/image]

Builds the image. --output also writes its SBOM and its source maps.
AHLT_LANGUAGE sets the language, NODE_IMAGE, NODE_DIGEST and BASE_IMAGE another base; see the Dockerfile. With an empty NODE_DIGEST the tag decides.
`;

/** `npm run image`. Returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      tag: { type: 'string' },
      'no-cache': { type: 'boolean' },
      output: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return print(usage);
  await checkMachine(['engine', 'buildx']);
  const started = performance.now();
  const build = await describeBuild({
    tag: values.tag ?? localTag,
    cache: values['no-cache'] !== true,
  });
  const { bytes, added } = await buildImage(build);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(
    ` ✓ ${build.tag}   ${build.version}   ${megabytes(bytes)}, ${megabytes(added)} above its base   ${seconds} s\n`,
  );
  if (values.output !== undefined) {
    await writeOutput(build, values.output);
    print(` ✓ ${values.output}   sbom.cdx.json, maps\n`);
  }
  return 0;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CommandFailed || isOptionError(error))) throw error;
  process.stderr.write(failure(error.message));
  process.exitCode = error instanceof CommandFailed ? 1 : 2;
}
