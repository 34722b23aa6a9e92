/**
 * Allowed characters of a user name, after the profile UsernameCaseMapped of PRECIS (RFC 8265,
 * 8264): letters and digits of any script, in one writing direction, and the underscore. Names are
 * stored as typed; `user_name_key` in the database alone decides which names are equal.
 */

const [fewest, most] = [2, 50];

/** Why a text is not a valid user name. */
export type UserNameFault =
  | 'missing'
  | 'tooShort'
  | 'tooLong'
  | 'characters'
  | 'invisible'
  | 'mixed';

/**
 * LetterDigits (RFC 8264, 9.1) and the underscore, the only other character that user names may
 * contain.
 */
const letterDigits = /^[\p{Ll}\p{Lu}\p{Lo}\p{Lm}\p{Nd}\p{Mn}\p{Mc}_]+$/u;

/**
 * PrecisIgnorableProperties, OldHangulJamo and the disallowed exceptions (RFC 8264, 9.6, 9.9,
 * 9.13).
 */
const disallowed =
  /[\p{Default_Ignorable_Code_Point}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]/u;

const startsWithMark = /^\p{M}/u;

/**
 * Right-to-left letters, and all others: the bidi rule (RFC 5893) allows only one of the two in a
 * name.
 */
const fromRight =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
const fromLeft =
  /(?![\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}])\p{L}/u;

/** Arabic-Indic and extended Arabic-Indic digits look alike (RFC 5892, A.8 and A.9). */
const twoKindsOfDigits = /[\u0660-\u0669].*[\u06f0-\u06f9]|[\u06f0-\u06f9].*[\u0660-\u0669]/u;

/**
 * Returns the fault of a user name; `undefined` if it is valid. Applies to pages, API,
 * imports and the command line.
 */
export function userNameFault(name: string): UserNameFault | undefined {
  const length = [...name].length;
  if (length === 0) return 'missing';
  if (length < fewest) return 'tooShort';
  if (length > most) return 'tooLong';
  if (/\p{Default_Ignorable_Code_Point}|\p{Cc}|\p{Bidi_Control}/u.test(name)) return 'invisible';
  // HasCompat (RFC 8264, 9.17): a compatibility form of a letter.
  if (!letterDigits.test(name) || disallowed.test(name) || startsWithMark.test(name))
    return 'characters';
  if (name !== name.normalize('NFKC')) return 'characters';
  const isMixed =
    (fromRight.test(name) && (fromLeft.test(name) || /^[\p{N}_]/u.test(name))) ||
    twoKindsOfDigits.test(name);
  return isMixed ? 'mixed' : undefined;
}
