import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { KindFault } from './fault.ts';

/** How to reach a host: as curl does with `--resolve host:443:127.0.0.1 --cacert ca.crt`. */
export interface Asking {
  readonly host: string;
  readonly port: number;
  /** File with the authority that must have issued its certificate. */
  readonly ca: string;
}

const megabyte = 1024 * 1024;
const uploadBytes = 40 * megabyte;
const importPath = '/api/data/import';

/**
 * Uploads 40 MB without signing in, to an address that accepts large bodies and to others. Returns
 * what passed. @throws KindFault
 */
export async function uploads(asking: Asking): Promise<string> {
  const [imported, elsewhere] = [await upload(asking, importPath), await upload(asking, '/login')];
  // The app refuses users who have not signed in; a limit on the way would have responded first.
  if (imported !== 401 && imported !== 403)
    throw new KindFault(
      `40 MB to ${importPath} returned ${imported}; expected 401 or 403 from the app`,
    );
  if (elsewhere !== 413) throw new KindFault(`40 MB to /login returned ${elsewhere}; expected 413`);
  return `40 MB reach the import (${imported} without signing in), and nothing else (${elsewhere})`;
}

async function upload({ host, port, ca }: Asking, path: string): Promise<number> {
  const authority = await readFile(ca);
  return await new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        servername: host,
        path,
        method: 'POST',
        ca: authority,
        timeout: 60_000,
        headers: {
          host,
          'content-type': 'application/octet-stream',
          'content-length': uploadBytes,
        },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.once('timeout', () => asked.destroy(new Error('no answer in 60 s')));
    // A response may arrive before everything was sent, and then the connection ends: the response
    // counts.
    asked.on('error', (error) => reject(new KindFault(`https://${host}${path}: ${error.message}`)));
    asked.end(Buffer.alloc(uploadBytes, 0x20));
  });
}
