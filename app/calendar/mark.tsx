/** Colors of the theme for categories; patterns tell apart what a color alone does not. */
const colors = 5;

/** Drawn on 12 by 12. Their number and that of the colors have no common divisor. */
const patterns = [
  <rect key="0" width="12" height="12" fill="currentColor" />,
  <path
    key="1"
    d="M-1 5 5-1M-1 11 11-1M3 13 13 3M9 13l4-4"
    stroke="currentColor"
    stroke-width="2"
  />,
  <path
    key="2"
    d="M1.4 3a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M7.4 3a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M1.4 9a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M7.4 9a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0"
    fill="currentColor"
  />,
  <circle key="3" cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="2" />,
  <path key="4" d="M0 0h12L0 12z" fill="currentColor" />,
  <path key="5" d="M6 0l6 6-6 6-6-6z" fill="currentColor" />,
  <path key="6" d="M0 2.5h12M0 6h12M0 9.5h12" stroke="currentColor" stroke-width="1.6" />,
  <path key="7" d="M6 0v12M0 6h12" stroke="currentColor" stroke-width="3" />,
] as const;

/**
 * The mark of a committee: a color and a pattern, forty in all (spec calendar#views). A name is
 * always beside it.
 */
export const Mark = ({ number }: { number: number }) => (
  <svg class={`sw cat-${(number % colors) + 1}`} viewBox="0 0 12 12" aria-hidden="true">
    {patterns[number % patterns.length]}
  </svg>
);
