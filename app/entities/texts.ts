import { longestKey } from '../ontology/schema.ts';
import type { Texts } from '../ui/texts.ts';

const words = (type: string): string => type.replaceAll('_', ' ');

/** Words of what is refused when entities and relations are written by their type and properties. */
export const texts = {
  systemType: (type: string) => `Entities of the type ${words(type)} can't be written here: the app relies on them and has pages for them.`,
  typeName: 'A type is named by lower-case letters, digits and underscores, at most 63, and begins with a letter.',
  secret: (key: string) => `${key} can't be written here: it holds a secret.`,
  keyName: `A property is named by 1 to ${longestKey} characters.`,
  workflow: (type: string) => `The status of a ${words(type)} is moved along its workflow, not written.`,
  capability: 'Capabilities of a position can only be given by somebody who may edit Terms of Reference.',
  systemRelation: (type: string) =>
    `Relations of the type "${type}" can't be written here: they decide who may do what, or the app keeps them.`,
  relationNeeds: (type: string, code: string) => `Relations of the type "${type}" need the permission ${code}.`,
  related: 'They are related so already.',
  noReference: (key: string, type: string) => `${key}: there is no ${words(type)} with this id.`,
  relationSecret: (key: string) => `${key} can't be written here: it names a secret.`,
} as const satisfies Texts;
