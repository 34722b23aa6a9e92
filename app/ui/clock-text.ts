/** "12:34", of seconds that run; hours if there are any. */
export function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const hours = Math.floor(seconds / 3600);
  return hours === 0 ? parts.join(':') : [hours, ...parts].join(':');
}
