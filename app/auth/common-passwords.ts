/**
 * Words commonly used in passwords: names, keyboard rows, seasons, teams, and terms of this app.
 */
const words = new Set(
  `password passwort passwd pass secret geheim letmein welcome willkommen hello hallo login signin admin administrator root
  user guest test demo default changeme master access open sesame please computer internet network server system database
  football baseball basketball hockey soccer tennis golf monkey dragon tiger lion eagle falcon panther wolf bear shark horse
  princess prince queen king angel devil heaven love iloveyou lovely sweet baby honey sugar candy cookie chocolate cheese coffee
  sunshine moonlight starlight rainbow flower rose summer sommer winter spring autumn herbst monday friday january december
  superman batman spiderman ironman starwars pokemon naruto matrix avengers hunter ranger soldier warrior ninja pirate wizard
  michael jessica jennifer ashley daniel matthew andrew joshua thomas robert william david james john joseph charles george
  anna maria peter martin stefan andreas julia sandra nicole sophie laura emma lukas jonas maximilian alexander christian
  mustang ferrari porsche mercedes corvette harley yamaha toyota honda chelsea arsenal liverpool barcelona madrid bayern juventus
  qwerty qwertz azerty asdf asdfgh yxcvbn zxcvbn zxcvbnm qazwsx qwer wasd abc abcd abcde abcdef xyz trustno freedom whatever
  shadow killer hacker gamer player google facebook amazon apple microsoft windows linux android samsung iphone twitter
  money dollar euro million lucky winner casino poker london paris berlin madrid newyork texas america england germany france
  company firma office work team project governance committee meeting minutes agenda proposal decision ahlt imctrl
  the my is it this that and for you me not new year day night time life world correct horse battery staple`.split(
    /\s+/,
  ),
);

/** Keyboard rows and character series, in both directions. */
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
].flatMap((run) => [run, [...run].reverse().join('')]);

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
  '+': 't',
};

/** Minimum number of characters that must remain without all guessable parts. */
const least = 4;

/**
 * Whether a password is easy to guess: common words, keyboard runs, repetitions, numbers and the
 * given names, in any combination, with the usual digits for letters. It need not be in a list.
 * @param names words of this user: user name, display name, name of the app
 */
export function isCommonPassword(password: string, names: readonly string[] = []): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  const own = names
    .flatMap((name) =>
      name
        .normalize('NFKC')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    )
    .filter(({ length }) => length >= 3);
  const spelled = [...plain].map((character) => lookalikes[character] ?? character).join('');
  return [plain, spelled].some((text) => [...unguessable(text, own)].length < least);
}

function unguessable(text: string, own: readonly string[]): string {
  const known = [...words, ...own]
    .filter(({ length }) => length >= 2)
    .sort((one, other) => other.length - one.length);
  // A blank replaces removed characters, so that adjacent letters do not form a new word.
  let rest = text.replaceAll(/(.)\1{2,}/gu, '$1 ');
  rest = withoutRuns(rest);
  for (const word of known)
    if (word.length >= 4 || own.includes(word)) rest = rest.replaceAll(word, ' ');
  rest = rest
    .split(/[^\p{L}]+/u)
    .filter((part) => !words.has(part))
    .join('');
  return rest.replaceAll(/(.+?)\1+/gu, '$1');
}

/** Removes sequences of four or more characters from a keyboard row or a series. */
function withoutRuns(text: string): string {
  let rest = text;
  for (let length = 10; length >= 4; length -= 1) {
    for (let start = 0; start + length <= rest.length; start += 1) {
      const piece = rest.slice(start, start + length);
      if (runs.some((run) => run.includes(piece)))
        rest = `${rest.slice(0, start)} ${rest.slice(start + length)}`;
    }
  }
  return rest;
}
