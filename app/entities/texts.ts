import { longestKey } from '../ontology/schema.ts';
import type { Texts } from '../ui/texts.ts';

const words = (type: string): string => type.replaceAll('_', ' ');

/** Texts of refusals when entities and relations are written by type and properties. */
export const texts = {
  systemType: (type: string) =>
    `Entities of the type ${words(type)} can't be changed here: the app manages them on other pages.`,
  typeName:
    'A type name must be at most 63 lower-case letters, digits and underscores, starting with a letter.',
  secret: (key: string) => `${key} can't be set here: it is a secret.`,
  keyName: `A property name must be 1 to ${longestKey} characters.`,
  workflow: (type: string) => `The status of a ${words(type)} can only be changed by its workflow.`,
  capability: 'Only users who may edit Terms of Reference can grant capabilities of a position.',
  systemRelation: (type: string) =>
    `Relations of the type "${type}" can't be changed here: they grant permissions, or the app manages them.`,
  relationNeeds: (type: string, code: string) =>
    `Relations of the type "${type}" need the permission ${code}.`,
  related: 'This relation already exists.',
  noReference: (key: string, type: string) => `${key}: no ${words(type)} has this id.`,
  relationSecret: (key: string) => `${key} can't be set here: it names a secret.`,
} as const satisfies Texts;
