import { hash } from 'node:crypto';
import type { GraphNode, GraphProperties, GraphRelationship } from './projection.ts';

/** The contents of a store, in a form comparable between stores. */
export interface Contents {
  readonly nodes: number;
  readonly relationships: number;
  /**
   * Nodes by type label and relationships by type; nodes without a type label count as `Entity`.
   */
  readonly counts: Readonly<Record<string, number>>;
  /** `sha256:…` over all nodes and relationships with all their properties except bookkeeping. */
  readonly digest: string;
}

/** Properties about writing, not content. */
const bookkeeping = new Set(['gen', 'seq']);
const modulus = 1n << 256n;

/**
 * Accumulates nodes and relationships in any order. The digest is the sum of the hashes of its
 * parts, independent of order and paging; unlike exclusive or, it counts duplicates.
 */
export class ContentsTally {
  #nodes = 0;
  #relationships = 0;
  #sum = 0n;
  readonly #counts = new Map<string, number>();

  addNode({ labels, properties }: Pick<GraphNode, 'labels' | 'properties'>): void {
    this.#nodes += 1;
    for (const label of labels.length === 0 ? ['Entity'] : labels) this.#count(`node ${label}`);
    this.#add(nodeDigest({ labels, properties }));
  }

  addRelationship(relationship: GraphRelationship): void {
    this.#relationships += 1;
    this.#count(`relationship ${relationship.type}`);
    this.#add(relationshipDigest(relationship));
  }

  contents(): Contents {
    return {
      nodes: this.#nodes,
      relationships: this.#relationships,
      counts: Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))),
      digest: `sha256:${this.#sum.toString(16).padStart(64, '0')}`,
    };
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  #add(hash: string): void {
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % modulus;
  }
}

/** The digest of a node by its content, as hexadecimal digits. */
export const nodeDigest = ({
  labels,
  properties,
}: Pick<GraphNode, 'labels' | 'properties'>): string =>
  digestOf(['node', [...labels].sort(), canonical(properties)]);

/** The digest of a relationship by its content and its ends, as hexadecimal digits. */
export const relationshipDigest = ({
  type,
  source,
  target,
  properties,
}: GraphRelationship): string =>
  digestOf(['relationship', type, source, target, canonical(properties)]);

const digestOf = (part: unknown): string => hash('sha256', JSON.stringify(part));

const canonical = (properties: GraphProperties) =>
  Object.entries(properties)
    .filter(([key]) => !bookkeeping.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * The first few differences between expected and actual contents, for a message; empty if they are
 * equal.
 */
export function differences(wanted: Contents, found: Contents): readonly string[] {
  const kinds = [...new Set([...Object.keys(wanted.counts), ...Object.keys(found.counts)])].sort();
  const counted = kinds.flatMap((kind) => {
    const [want, have] = [wanted.counts[kind] ?? 0, found.counts[kind] ?? 0];
    return want === have ? [] : [`${kind}: ${have} instead of ${want}`];
  });
  if (counted.length > 0) return counted;
  return wanted.digest === found.digest ? [] : ['the counts are equal but some properties differ'];
}
