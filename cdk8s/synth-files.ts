import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Document } from 'yaml';
import type { Manifest } from './constructs/manifest.ts';
import type { SynthesizedFile } from './synth.ts';

const note = '# Written by `npm run synth`. Change environments/ or cdk8s/ instead.\n';

/** A file as YAML: one document per object, keys sorted, no aliases, long lines kept. */
export const render = (objects: readonly Manifest[]): string =>
  note + objects.map(renderObject).join('---\n');

function renderObject(object: Manifest): string {
  // Objects share labels in memory; anchors and aliases would make the output hard to read.
  const document = new Document(object, { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0 });
}

/** The folder contains files that `synth` did not write. */
export class ForeignFolderError extends Error {}

const written = new Set(['apply', 'preview']);

/**
 * Replaces the folder by these files atomically: they are written beside it first, so that a
 * failure leaves it unchanged, and no file of an earlier run remains. Throws ForeignFolderError if
 * it contains anything else.
 */
export function writeFiles(folder: string, files: readonly SynthesizedFile[]): void {
  const foreign = existsSync(folder)
    ? readdirSync(folder).filter((name) => !written.has(name))
    : [];
  if (foreign.length > 0)
    throw new ForeignFolderError(`${folder} holds "${foreign[0]}", which synth did not write`);
  const texts = files.map(({ path, objects, secret }) => ({
    path,
    text: render(objects),
    mode: secret ? 0o600 : 0o644,
  }));
  const incoming = `${folder}.incoming-${process.pid}`;
  const outgoing = `${folder}.outgoing-${process.pid}`;
  try {
    for (const { path, text, mode } of texts) {
      mkdirSync(dirname(join(incoming, path)), { recursive: true });
      writeFileSync(join(incoming, path), text, { mode });
    }
    if (existsSync(folder)) renameSync(folder, outgoing);
    renameSync(incoming, folder);
  } catch (error) {
    if (existsSync(outgoing) && !existsSync(folder)) renameSync(outgoing, folder);
    throw error;
  } finally {
    rmSync(incoming, { recursive: true, force: true });
    rmSync(outgoing, { recursive: true, force: true });
  }
}
