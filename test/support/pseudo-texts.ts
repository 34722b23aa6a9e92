// The texts of a language that no one speaks: accented, 40 % longer and in brackets. A page that
// shows a text without them took it from outside the catalogues.

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ';
const letters = new Map(
  [...plain].map((letter, place) => [letter, [...accented][place] ?? letter]),
);

/** What every pseudo-localized text begins and ends with. */
const marks = ['⟦', '⟧'] as const;

/** A text in the pseudo-language; names in braces stay, because programs replace them. */
export function pseudoText(text: string): string {
  // A catalogue may take texts from another one.
  if (text === '' || (text.startsWith(marks[0]) && text.endsWith(marks[1]))) return text;
  const words = text.replaceAll(/\{\w*\}|[A-Za-z]/g, (found) => letters.get(found) ?? found);
  const more = Math.ceil(text.length * 0.4);
  const padding = Array.from({ length: Math.ceil(more / 6) }, () => 'ǿǿǿǿǿ').join(' ');
  return `${marks[0]}${words} ${padding.slice(0, more)}${marks[1]}`;
}

/** A catalogue in the pseudo-language: its strings, and the results of its functions. */
export function pseudoTexts(texts: unknown): unknown {
  if (typeof texts === 'string') return pseudoText(texts);
  if (typeof texts === 'function')
    return (...values: unknown[]) =>
      pseudoTexts((texts as (...all: unknown[]) => unknown)(...values));
  if (Array.isArray(texts)) return texts.map(pseudoTexts);
  if (typeof texts !== 'object' || texts === null) return texts;
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudoTexts(text)]));
}
