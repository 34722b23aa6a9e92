import { describe, expect, test } from 'vitest';
import { type ImageFacts, imageSbom, packageFolder, type Sbom } from './sbom.ts';

const library = (name: string) => ({
  'bom-ref': `${name}@1.0.0`,
  type: 'library',
  name,
  version: '1.0.0',
});
const installed: Sbom = {
  bomFormat: 'CycloneDX',
  serialNumber: 'urn:uuid:drawn-at-random',
  metadata: {
    timestamp: '2026-11-24T17:10:39.253Z',
    component: { ...library('ahlt'), purl: 'pkg:npm/ahlt@1.0.0' },
  },
  components: [library('vitest'), library('pg'), library('express')],
  dependencies: [
    { ref: 'pg@1.0.0', dependsOn: [] },
    { ref: 'express@1.0.0', dependsOn: ['pg@1.0.0', 'vitest@1.0.0'] },
    { ref: 'vitest@1.0.0', dependsOn: ['pg@1.0.0'] },
  ],
};
const facts = (changes: Partial<ImageFacts> = {}): ImageFacts => ({
  version: '1.0.0+c0ffee',
  packages: new Set(['express@1.0.0', 'pg@1.0.0']),
  node: '24.21.0',
  at: new Date(0),
  ...changes,
});

describe('the bill of materials of an image', () => {
  test('lists exactly its contents, including Node.js', () => {
    const { components, dependencies } = imageSbom(installed, facts());
    expect(components.map((component) => component['bom-ref'])).toEqual([
      'express@1.0.0',
      'node@24.21.0',
      'pg@1.0.0',
    ]);
    expect(dependencies.find(({ ref }) => ref === 'express@1.0.0')?.dependsOn).toEqual([
      'pg@1.0.0',
    ]);
    expect(dependencies.map(({ ref }) => ref)).not.toContain('vitest@1.0.0');
  });

  test("is the same for the same commit, whatever npm's random values", () => {
    const again = {
      ...installed,
      serialNumber: 'urn:uuid:another',
      metadata: { ...installed.metadata, timestamp: 'later' },
    };
    expect(imageSbom(again, facts())).toEqual(imageSbom(installed, facts()));
    expect(imageSbom(installed, facts()).serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('is another one for another commit', () => {
    const other = imageSbom(installed, facts({ version: '1.0.1+decaf' }));
    expect(other.serialNumber).not.toBe(imageSbom(installed, facts()).serialNumber);
  });

  test('is refused when it would be incomplete', () => {
    expect(() => imageSbom(installed, facts({ packages: new Set(['left-pad@1.3.0']) }))).toThrow(
      'lacks left-pad@1.3.0',
    );
  });
});

test.each([
  ['node_modules/express/lib/express.js', 'node_modules/express'],
  ['node_modules/@node-rs/argon2/index.js', 'node_modules/@node-rs/argon2'],
  ['node_modules/a/node_modules/b/index.js', 'node_modules/a/node_modules/b'],
  ['app/main.ts', undefined],
])('%s lies in %s', (module, folder) => expect(packageFolder(module)).toBe(folder));
