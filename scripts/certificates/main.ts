import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { formatProblems } from '#cdk8s/environments/format-problems.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { root } from '../image/docker.ts';
import { hostsLines, withHosts } from './hosts.ts';
import { hostNames, wantedNames } from './plan.ts';
import { provideCertificates } from './provide.ts';

const usage = `Usage: npm run certs [-- hosts [--file <path>]]

Creates the certificate of all hosts in certs/, which git ignores, with mkcert if installed. Renews it when fewer than 30 days are left.
  hosts    prints the lines for /etc/hosts; with sudo (or WRITE=1) adds them
  --file   another hosts file, such as that of Windows
`;

const folder = join(root, 'certs');

/** `npm run certs`. Returns the exit code. */
async function main([
  command,
  option,
  file = '/etc/hosts',
  ...rest
]: readonly string[]): Promise<number> {
  const known =
    command === undefined || (command === 'hosts' && (option === undefined || option === '--file'));
  if (!known || rest.length > 0) return print(usage, command === '--help' ? 0 : 2);
  const files = readEnvironments(root);
  if (!files.ok) return print(formatProblems(files.problems), 1);
  const { cluster, environments } = files.value;
  const names = wantedNames(
    environments.map(({ spec }) => spec.host),
    cluster.registry.host,
  );
  return command === 'hosts'
    ? await hosts(hostNames(names), file)
    : await certificates(names, cluster.registry.host);
}

async function certificates(names: readonly string[], registry: string): Promise<number> {
  const { authority, renewed, notAfter } = await provideCertificates(folder, names, registry);
  const what = renewed === undefined ? 'stays' : `renewed: ${renewed}`;
  print(
    ` ✓ ${relative(root, folder)}/ahlt.pem   ${what}   good until ${notAfter.toISOString().slice(0, 10)}, from ${authority}\n`,
  );
  const trust =
    authority === 'mkcert'
      ? 'To make browsers trust it: mkcert -install'
      : 'To make browsers trust it, import certs/ca.crt.';
  return print(
    `   ${trust} k3s and Rancher Desktop: see certs/registries.yaml for the registry.\n`,
  );
}

async function hosts(names: readonly string[], file: string): Promise<number> {
  if (process.env['SUDO_USER'] === undefined && process.env['WRITE'] !== '1')
    return print(
      `${hostsLines(names).join('\n')}\n\n# sudo make hosts writes these lines into ${file}.\n`,
    );
  await writeFile(file, withHosts(await readFile(file, 'utf8'), names));
  return print(` ✓ ${file}   ${names.join(' ')}\n`);
}

function print(text: string, code = 0): number {
  process.stdout.write(text);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
