import { resolve } from 'node:path';
import {
  type Cluster,
  type ConnectedEnvironment,
  parseCluster,
  problemLine,
  revised,
} from './api/index.ts';
import type { Certificate } from './charts/environment.ts';
import { formatProblems } from './environments/format-problems.ts';
import { type Environments, readEnvironments } from './environments/read.ts';
import {
  hostsWithoutCertificate,
  type SynthesizedFile,
  type SynthInput,
  synthesize,
} from './synth.ts';
import { CertificateError, readCertificates } from './synth-certificates.ts';
import { ForeignFolderError, writeFiles } from './synth-files.ts';
import { help, OptionError, parseOptions, type SynthOptions, seeHelp } from './synth-options.ts';

/** Where the command finds its files and writes its output. */
export interface SynthProcess {
  /** Folder that contains environments/; options with relative paths are resolved below it. */
  readonly root: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** A problem that the user must fix; the message says what and how. */
class Refusal extends Error {}

/**
 * `npm run synth`. Returns the exit code: 0 written, 1 refused and nothing written, 2 invalid
 * option.
 */
export function runSynth(args: readonly string[], { root, out, err }: SynthProcess): 0 | 1 | 2 {
  try {
    const options = parseOptions(args);
    if (options.help) {
      out(help);
      return 0;
    }
    const started = performance.now();
    const input = readInput(root, options);
    const files = synthesize(input);
    writeFiles(resolve(root, options.out), files);
    out(summary(files, input, { folder: options.out, milliseconds: performance.now() - started }));
    return 0;
  } catch (error) {
    if (error instanceof OptionError) {
      err(`${error.message}\n${seeHelp}`);
      return 2;
    }
    if (
      !(
        error instanceof Refusal ||
        error instanceof CertificateError ||
        error instanceof ForeignFolderError
      )
    )
      throw error;
    err(`${error.message}\n`);
    return 1;
  }
}

function readInput(root: string, options: SynthOptions): SynthInput {
  const read = readEnvironments(root);
  if (!read.ok) throw new Refusal(formatProblems(read.problems));
  const { cluster, environments } = withImages(read.value, options);
  const names = environments.map(({ metadata }) => metadata.name);
  if (options.env !== undefined && !names.includes(options.env)) {
    throw new OptionError(
      `--env ${options.env}: unknown environment; expected ${names.join(', ')}`,
    );
  }
  const wanted = environments.filter(
    ({ metadata }) => options.env === undefined || metadata.name === options.env,
  );
  const certificates: Record<string, Certificate> =
    options.certs === undefined ? {} : readCertificates(resolve(root, options.certs), wanted);
  return { cluster, environments, certificates, only: options.env };
}

/** The images of the command line instead of those of the files, validated by the same rules. */
function withImages(
  { cluster, environments }: Environments,
  { env, image, operatorImage }: SynthOptions,
) {
  return {
    cluster: operatorImage === undefined ? cluster : withOperatorImage(cluster, operatorImage),
    environments: environments.map((environment) =>
      image === undefined || (env !== undefined && environment.metadata.name !== env)
        ? environment
        : withImage(environment, image),
    ),
  };
}

function withImage(environment: ConnectedEnvironment, image: string): ConnectedEnvironment {
  const parsed = revised(environment, { spec: { ...environment.spec, image } });
  if (!parsed.ok)
    throw new Refusal(
      `--image ${image} in ${environment.metadata.name}:\n${parsed.problems.map((problem) => ` ${problemLine(problem)}`).join('\n')}`,
    );
  return parsed.value;
}

function withOperatorImage(cluster: Cluster, image: string): Cluster {
  const parsed = parseCluster({ ...cluster, operator: { ...cluster.operator, image } });
  if (!parsed.ok)
    throw new Refusal(
      `--operator-image ${image}:\n${parsed.problems.map((problem) => ` ${problemLine(problem)}`).join('\n')}`,
    );
  return parsed.value;
}

function summary(
  files: readonly SynthesizedFile[],
  input: SynthInput,
  { folder, milliseconds }: { folder: string; milliseconds: number },
): string {
  const scopes = [...new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))];
  const width = Math.max(...scopes.map((scope) => scope.length));
  const lines = scopes.map((scope) => {
    const inScope = files.filter(({ path }) => path.startsWith(`${scope}/`));
    return ` ✓ ${scope.padEnd(width)}   ${count(inScope.length, 'file').padStart(8)}   ${count(objectsIn(inScope), 'object').padStart(10)}`;
  });
  const missing = hostsWithoutCertificate(input);
  const notes =
    missing.length === 0
      ? []
      : [
          `   No TLS Secret for ${missing.map(({ host, secret }) => `${host} (${secret})`).join(', ')}:`,
          '   --certs <folder> adds those created by mkcert; otherwise they must already exist.',
          '',
        ];
  return [
    `synth · environments/ → ${folder}/`,
    '',
    ...lines,
    '',
    `   ${count(files.length, 'file')}, ${count(objectsIn(files), 'object')} in ${Math.round(milliseconds)} ms. Nothing was applied; --help shows how.`,
    ...notes,
    '',
  ].join('\n');
}

const objectsIn = (files: readonly SynthesizedFile[]): number =>
  files.reduce((sum, { objects }) => sum + objects.length, 0);

const count = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 ? '' : 's'}`;
