/** Takes text as it comes and gives the documents of its complete lines. */
export function lineReader(): (text: string) => readonly unknown[] {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
  };
}
