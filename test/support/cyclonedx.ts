import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { cachedOrMade } from './cache.ts';

const run = promisify(execFile);

/** The package of the CycloneDX project with its published schemas. Used by tests only. */
const carrier = '@cyclonedx/cyclonedx-library@10.3.0';
const prefix = 'http://cyclonedx.org/schema/';

/** Violations of the published CycloneDX schema by a document; empty if it is valid. */
export async function cyclonedxProblems(document: { specVersion: string }): Promise<string[]> {
  const folder = await cachedOrMade(carrier.replaceAll(/[^\w.-]/g, '_'), async (path) => {
    await run('npm', ['pack', carrier, '--silent', '--pack-destination', path]);
    await run('sh', ['-c', 'tar -xzf *.tgz'], { cwd: path });
  });
  const schema = async (name: string) => {
    const { $id: _, ...rest } = JSON.parse(
      await readFile(join(folder, 'package/res/schema', name), 'utf8'),
    );
    return rest;
  };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // There are no internationalized addresses.
  for (const format of ['iri', 'iri-reference', 'idn-email']) ajv.addFormat(format, true);
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'].map(
    (part) => `${part}.SNAPSHOT.schema.json`,
  ))
    ajv.addSchema(await schema(name), `${prefix}${name}`);
  const main = `bom-${document.specVersion}.SNAPSHOT.schema.json`;
  const validate = ajv.compile({ ...(await schema(main)), $id: `${prefix}${main}` });
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
