import type { Texts } from '../../ui/texts.ts';
import { counted, number } from '../../ui/words.ts';

/** Texts of the graph's script. */
export const texts = {
  nodeName: (label: string, type: string, relations: number) =>
    `${label}, ${type}, ${counted(relations, 'relation')}`,
  typeName: (label: string, count: number) => `${label}, ${counted(count, 'entity', 'entities')}`,
  edge: (label: string, count: number) => `${label} (${number(count)})`,
  instances: 'Instances',
  properties: 'Properties',
  name: 'Name',
  type: 'Type',
  outgoing: 'Outgoing',
  incoming: 'Incoming',
  relation: (relation: string, other: string, isOut: boolean) =>
    `${relation} ${isOut ? '→' : '←'} ${other}`,
  more: (count: number) => `… ${number(count)} more`,
  viewInstances: 'View instances',
  details: 'Open entity',
  focus: 'Focus entity',
  expand: 'Expand',
  close: 'Close',
  menuOf: (label: string) => `Actions for ${label}`,
  none: 'None',
  ready: (nodes: number, edges: number) => `${counted(nodes, 'node')}, ${counted(edges, 'edge')}`,
  failed: 'The graph could not be loaded. The tables below show the same data.',
  again: 'Try again',
  empty: 'No entities to show.',
  locked: 'Positions locked',
  unlocked: 'Positions unlocked',
  fileName: 'ontology.svg',
} as const satisfies Texts;
