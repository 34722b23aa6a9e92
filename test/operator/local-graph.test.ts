import { expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { startNeo4j } from '#test/support/neo4j.ts';
import { freePort } from '#test/support/ports.ts';
import { dataFolder, npmStart, statusOf } from './local-start.ts';

test('npm start fills a graph that is named, serves without one that does not answer, and makes up for it later', {
  timeout: 300_000,
}, async () => {
  await using graph = await startNeo4j({ isStarted: false });
  await using folder = await dataFolder();
  const port = await freePort();
  const env = { NEO4J_URI: graph.uri, NEO4J_USER: graph.user, NEO4J_PASSWORD: graph.password };

  await using first = npmStart({ data: folder.path, port, env });
  await first.said('Press Ctrl-C to stop');
  expect(first.output()).toMatch(/^ ✗ resync {13}.*; PostgreSQL answers queries/m);
  expect(first.output()).not.toContain(graph.password);
  await eventually(async () => expect(await statusOf(port)).toBe(200));
  await graph.start();
  await first.said('The graph is up to date again: ');
  first.signal('SIGINT');
  expect(await first.ended).toBe(0);

  await using second = npmStart({ data: folder.path, port, env });
  await second.said('Press Ctrl-C to stop');
  expect(second.output()).toMatch(
    /^ ✓ resync {13}already up to date · [\d,]+ nodes, [\d,]+ relationships/m,
  );
  second.signal('SIGINT');
  expect(await second.ended).toBe(0);
});
