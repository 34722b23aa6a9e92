import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runSynth } from '#cdk8s/synth-command.ts';
import { certificateAuthority, serverCertificate } from '#test/support/kubernetes/certificates.ts';

const repository = process.cwd();

// A copy of environments/ that each test may change.
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ahlt-synth-'));
  await cp(join(repository, 'environments'), join(root, 'environments'), { recursive: true });
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** Runs the command in this process. */
function synth(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = runSynth(args, { root, out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

/** Every file below a folder with its content; empty if there is no such folder. */
async function content(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files
        .toSorted()
        .map(async (file) => [file.slice(root.length + 1), await readFile(file, 'utf8')] as const),
    ),
  );
}

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(root, path), 'utf8');
  if (text.search(from) === -1) throw new Error(`${path} has no ${String(from)}`);
  await writeFile(join(root, path), text.replace(from, to));
}

const prod = 'environments/prod/environment.yaml';

test('as a program: writes dist/ and says what it wrote', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(repository, 'cdk8s/main.ts')],
    {
      cwd: root,
    },
  );
  expect(stdout).toMatch(/^synth · environments\/ → dist\/\n/);
  expect(stdout).toMatch(/\d+ files, \d+ objects in \d+ ms/);
  expect(stdout).toContain('No TLS Secret for dev.local (dev-tls)');
  const written = await content('dist');
  expect(Object.keys(written)).toContain('dist/apply/1-cluster/01-crd.yaml');
  expect(synth().code).toBe(0);
  expect(await content('dist')).toEqual(written);
});

test('a file of an earlier run does not stay', async () => {
  synth();
  await writeFile(join(root, 'dist/apply/5-dev/99-old.yaml'), 'kind: Old\n');
  await mkdir(join(root, 'dist/preview/gone'));
  expect(synth().code).toBe(0);
  expect(Object.keys(await content('dist')).filter((path) => /99-old|gone/.test(path))).toEqual([]);
  expect((await readdir(root)).toSorted()).toEqual(['dist', 'environments']);
});

test('--env writes one environment, --out says where', async () => {
  expect(synth('--env', 'staging', '--out', 'made/staging').code).toBe(0);
  const folders = new Set(
    Object.keys(await content('made/staging')).map((path) => path.split('/').slice(2, 4).join('/')),
  );
  expect([...folders]).toEqual(['apply/5-staging', 'preview/staging']);
});

test('--image and --operator-image override the files', async () => {
  expect(
    synth(
      '--image',
      'registry.gitlab.local:5050/ahlt/im-ctrl:2.0.0',
      '--operator-image',
      'registry.gitlab.local:5050/ahlt/im-ctrl:2.0.1',
    ).code,
  ).toBe(0);
  const written = await content('dist');
  expect(written['dist/apply/5-prod/03-environment.yaml']).toContain(
    'image: registry.gitlab.local:5050/ahlt/im-ctrl:2.0.0\n',
  );
  expect(written['dist/preview/prod/02-workload.yaml']).toContain(
    'image: registry.gitlab.local:5050/ahlt/im-ctrl:2.0.0\n',
  );
  expect(written['dist/apply/4-operator/02-operator.yaml']).toContain(
    'image: registry.gitlab.local:5050/ahlt/im-ctrl:2.0.1\n',
  );
});

test('--help shows the options and the layout, and writes nothing', async () => {
  const { code, out } = synth('--help');
  expect(code).toBe(0);
  for (const word of [
    '--env',
    '--out',
    '--certs',
    '--image',
    '--operator-image',
    'apply/1-cluster/',
    'preview/<env>/',
    'kubectl apply --server-side',
  ])
    expect(out).toContain(word);
  expect(await content('dist')).toEqual({});
});

describe('refuses, and leaves dist/ as it was', () => {
  const refusals: readonly [
    string,
    { spoil?: () => Promise<void>; args?: string[]; code?: number; says: RegExp },
  ][] = [
    [
      'a misspelt field',
      {
        spoil: () => edit(prod, 'replicas: 2', 'replica: 2'),
        says: /environments\/prod\/environment\.yaml: \d+ problems?, nothing was written\n\n *\d+:3 +spec\.replica .*did you mean "replicas"\?/,
      },
    ],
    [
      'latest in prod',
      { spoil: () => edit(prod, /im-ctrl:\S+/, 'im-ctrl:latest'), says: /spec\.image .*latest/ },
    ],
    [
      'a file that is no YAML',
      {
        spoil: () => edit(prod, 'spec:', 'spec: ['),
        says: /environments\/prod\/environment\.yaml: \d+ problems?/,
      },
    ],
    [
      'problems in two files at once',
      {
        spoil: async () => {
          await edit(prod, 'replicas: 2', 'replicas: two');
          await edit('environments/dev/environment.yaml', 'logLevel: debug', 'logLevel: loud');
        },
        says: /environments\/dev\/environment\.yaml: 1 problem[\s\S]*environments\/prod\/environment\.yaml: 1 problem/,
      },
    ],
    [
      'no environments at all',
      {
        spoil: () => rm(join(root, 'environments'), { recursive: true }),
        says: /environments\/cluster\.yaml: 1 problem/,
      },
    ],
    [
      'an environment that does not exist',
      {
        args: ['--env', 'qa'],
        code: 2,
        says: /--env qa: unknown environment; expected dev, staging, prod/,
      },
    ],
    [
      'an image without a version',
      {
        args: ['--image', 'im-ctrl:latest'],
        says: /--image im-ctrl:latest in dev:\n.*spec\.image/,
      },
    ],
    [
      'an operator image without a version',
      {
        args: ['--operator-image', 'im-ctrl:latest'],
        says: /--operator-image im-ctrl:latest:\n.*operator\.image/,
      },
    ],
    [
      'a folder for certificates that does not exist',
      { args: ['--certs', 'nowhere'], says: /nowhere cannot be read/ },
    ],
    [
      'a folder without the certificate',
      {
        args: ['--certs', 'environments'],
        says: /no certificate for dev\.local in .*mkcert dev\.local/,
      },
    ],
    [
      'an unknown option',
      {
        args: ['--evn', 'dev'],
        code: 2,
        says: /--evn'; did you mean --env\?[\s\S]*npm run synth -- --help/,
      },
    ],
  ];

  test.each(refusals)('%s', async (_, { spoil, args = [], code = 1, says }) => {
    expect(synth().code).toBe(0);
    const before = await content('dist');
    await spoil?.();
    const refused = synth(...args);
    expect(refused.err).toMatch(says);
    expect(refused).toMatchObject({ code, out: '' });
    expect(await content('dist')).toEqual(before);
  });

  test('a folder that holds something else', async () => {
    await mkdir(join(root, 'precious'));
    await writeFile(join(root, 'precious/thesis.txt'), 'years of work');
    const { code, err } = synth('--out', 'precious');
    expect(code).toBe(1);
    expect(err).toContain('"thesis.txt", which synth did not write');
    expect(await content('precious')).toEqual({ 'precious/thesis.txt': 'years of work' });
  });

  test('when writing fails halfway, and cleans up', async () => {
    synth();
    const before = await content('dist');
    // A file at the path of the new output folder.
    await writeFile(join(root, `dist.incoming-${process.pid}`), 'in the way');
    expect(() => synth()).toThrow();
    expect(await content('dist')).toEqual(before);
  });
});

describe('--certs', () => {
  const write = async (name: string, hosts: string[]) => {
    const { cert, key } = await serverCertificate(await certificateAuthority('test'), hosts, []);
    await mkdir(join(root, 'certs'), { recursive: true });
    await writeFile(join(root, `certs/${name}.pem`), cert);
    await writeFile(join(root, `certs/${name}-key.pem`), key);
    return { cert, key };
  };
  const secretFile = 'dist/apply/5-dev/02-certificate.yaml';

  test('takes one certificate for all hosts, as mkcert names it', async () => {
    const { cert } = await write('dev.local+2', ['dev.local', 'staging.local', 'app.local']);
    const { code, out } = synth('--certs', 'certs');
    expect(code).toBe(0);
    expect(out).not.toContain('No TLS Secret');
    expect((await content('dist'))[secretFile]).toContain(Buffer.from(cert).toString('base64'));
    expect((await stat(join(root, secretFile))).mode & 0o777).toBe(0o600);
  });

  test('uses the content of a certificate and not its file name', async () => {
    const { cert } = await write('zz', ['dev.local']);
    await write('dev.local', ['staging.local']);
    await write('b', ['app.local']);
    expect(synth('--certs', 'certs').code).toBe(0);
    expect((await content('dist'))[secretFile]).toContain(Buffer.from(cert).toString('base64'));
  });

  test('refuses a key that belongs to another certificate', async () => {
    const { key } = await write('app.local', ['app.local']);
    await write('dev.local', ['dev.local']);
    await writeFile(join(root, 'certs/dev.local-key.pem'), key);
    const { code, err } = synth('--certs', 'certs', '--env', 'dev');
    expect(code).toBe(1);
    expect(err).toContain('dev.local-key.pem is not the key of');
  });

  test('requires only the certificates of written files', async () => {
    await write('dev.local', ['dev.local']);
    expect(synth('--certs', 'certs', '--env', 'dev').code).toBe(0);
    expect(synth('--certs', 'certs').code).toBe(1);
  });
});
