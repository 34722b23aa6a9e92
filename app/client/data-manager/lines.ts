/** Splits incoming text into lines and returns the JSON documents of complete lines. */
export function lineReader(): (text: string) => readonly unknown[] {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
  };
}
