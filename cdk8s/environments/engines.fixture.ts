import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { checkFiles, type Environments } from './read.ts';

/** The files of this repository with another section `postgres`. Throws with every problem. */
export function environmentsWith(postgres: object): Environments {
  const root = new URL('../..', import.meta.url).pathname;
  const paths = [
    'cluster.yaml',
    ...['dev', 'staging', 'prod'].map((name) => `${name}/environment.yaml`),
  ];
  const files = paths.map((name) => ({
    path: `environments/${name}`,
    text: readFileSync(join(root, 'environments', name), 'utf8'),
  }));
  const changed = files.map(({ path, text }) => {
    if (!path.endsWith('cluster.yaml')) return { path, text };
    const document = parseDocument(text);
    document.set('postgres', postgres);
    // A cluster of this repository may have its API server on another port.
    document.setIn(['network', 'apiServerPort'], 6443);
    return { path, text: document.toString() };
  });
  const read = checkFiles(changed);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const image = 'ghcr.io/cloudnative-pg/postgresql:17.10-system-trixie';

/** A cluster of three with an archive. */
export const cloudNativePg = {
  engine: 'cloudnative-pg',
  cluster: {
    image,
    storage: '20Gi',
    archive: { destination: 's3://ahlt-backups/postgres', endpoint: 'https://s3.example.org:9443' },
  },
};

/** An external server with a private authority. */
export const external = {
  engine: 'external',
  server: {
    host: 'db.example.org',
    port: 6432,
    adminSecretRef: { name: 'managed-postgres', namespace: 'shared-infra' },
    caSecretRef: { name: 'managed-postgres', namespace: 'shared-infra' },
  },
};
