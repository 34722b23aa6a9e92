import { texts } from '../../transfer-texts.ts';
import { isRecord } from '../items.ts';
import { malformed } from '../json/splitter.ts';
import { namespace, predicateOf, prefix } from './names.ts';

/**
 * Contexts are not resolved: names are used literally. A context that gives them another meaning is
 * refused, so that nothing is imported under the wrong name; a JSON-LD processor can expand such a
 * file. Throws `import_malformed`.
 */
export function requireOwnNames(context: unknown): void {
  const definitions = [context].flat().flatMap((one) => (isRecord(one) ? Object.entries(one) : []));
  for (const [term, definition] of definitions) {
    const meant = isRecord(definition) ? definition['@id'] : definition;
    if (term === prefix && meant !== undefined && meant !== namespace)
      throw malformed(texts.otherPrefix(prefix, String(meant), namespace));
    if (renames(term, meant) || turns(definition)) throw malformed(texts.otherNames(term));
  }
}

/** Whether a term stands for a keyword, our namespace, or another name in it. */
function renames(term: string, meant: unknown): boolean {
  if (term === prefix || term.startsWith('@') || typeof meant !== 'string') return false;
  if (meant.startsWith('@') || meant === namespace) return true;
  const [asIs, as] = [predicateOf(term), predicateOf(meant)];
  if (as.kind === 'core') return asIs.kind !== 'core' || asIs.field !== as.field;
  return as.kind === 'own' && meant.includes(':') && (asIs.kind !== 'own' || asIs.name !== as.name);
}

/** Whether a definition turns texts into references or reverses relations. */
const turns = (definition: unknown): boolean =>
  isRecord(definition) && (definition['@type'] === '@id' || Object.hasOwn(definition, '@reverse'));
