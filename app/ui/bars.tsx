/** A bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly amount: number;
  /** The amount with its unit, such as "12 days". */
  readonly words: string;
  /** Page about it. */
  readonly to?: string;
}

/** Units of a drawing. */
const [height, width] = [12, 400];

/** Amounts as horizontal bars, the longest in full width. Each row says its amount in words, too. */
export const Bars = ({ of }: { of: readonly Bar[] }) => {
  const most = Math.max(1, ...of.map(({ amount }) => amount));
  return (
    <ul class="bars" role="list">
      {of.map(({ label, amount, words, to }, at) => (
        <li key={at}>
          <span class="bars-label">{to === undefined ? label : <a href={to}>{label}</a>}</span>
          <svg
            class="bars-bar"
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <rect class="bars-track" width={width} height={height} rx="2" />
            <rect
              class="bars-amount"
              width={Math.max(2, (amount / most) * width)}
              height={height}
              rx="2"
            />
          </svg>
          <span class="bars-words">{words}</span>
        </li>
      ))}
    </ul>
  );
};
