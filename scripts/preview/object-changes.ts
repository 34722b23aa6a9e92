import { structuredPatch } from 'diff';
import { Document } from 'yaml';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { titleOf } from '#cdk8s/policy/check.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Changes of one object. */
export interface ObjectChange {
  /** `Kind namespace/name`. */
  readonly title: string;
  readonly kind: 'added' | 'changed' | 'removed';
  /** Added and removed lines. */
  readonly added: number;
  readonly removed: number;
  /** Unified diff of its YAML, without header and without values of Secrets. */
  readonly diff: string;
}

/** Returns the differences between objects of one part of the output, in apply order. */
export function objectChanges(
  before: readonly Manifest[],
  after: readonly Manifest[],
): ObjectChange[] {
  const old = new Map(before.map((object) => [titleOf(object), object]));
  const now = new Map(after.map((object) => [titleOf(object), object]));
  const titles = [...new Set([...now.keys(), ...old.keys()])];
  return titles.flatMap((title) => change(title, old.get(title), now.get(title)) ?? []);
}

function change(
  title: string,
  before: Manifest | undefined,
  after: Manifest | undefined,
): ObjectChange | undefined {
  const shown = withoutSecrets(before, after);
  const old = yaml(shown.before);
  const now = yaml(shown.after);
  if (old === now) return undefined;
  const { hunks } = structuredPatch('', '', old, now, '', '', { context: 3 });
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...changed,
  ]);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { title, kind, added: count('+'), removed: count('-'), diff: lines.join('\n') };
}

const yaml = (object: unknown): string =>
  object === undefined
    ? ''
    : new Document(object, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 });

/** `1 changed, 2 added`; an en dash if there are none. */
export function countedChanges(changes: readonly ObjectChange[]): string {
  const parts = (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const count = changes.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return parts.join(', ') || '–';
}
