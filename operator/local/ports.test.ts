import { expect, test } from 'vitest';
import { programName } from './ports.ts';

test.each([
  ['/usr/lib/postgresql/17/bin/postgres -D data', 'postgres'],
  ['node server.js --port 8080', 'node server.js'],
  [
    '/usr/bin/node --require tsx/preflight.cjs --import file:///tsx/loader.mjs app/main.ts serve',
    'node main.ts',
  ],
  ['python3 -m http.server', 'python3'],
])('%s is reported as %s', (line, name) => expect(programName(line.split(' '))).toBe(name));
