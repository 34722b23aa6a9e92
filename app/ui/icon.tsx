const paths = {
  mark: 'M10 2.5 16.5 6.2v7.6L10 17.5l-6.5-3.7V6.2zM10 10V2.5M10 10l6.5 3.8M10 10l-6.5 3.8',
  done: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm-3 6.7 2.2 2.2L13.2 8',
  waiting: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  ended: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM7.7 7.7l4.6 4.6M12.3 7.7l-4.6 4.6',
  off: 'M6.8 10h6.4',
  stop: 'M7 2.8h6L17.2 7v6L13 17.2H7L2.8 13V7zM10 6.5v4.5M10 13.5v.1',
  warn: 'M10 3.2 17.8 16.5H2.2zM10 8v4M10 14.2v.1',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13.2 13.2l3.8 3.8',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside a word that says the same; screen readers skip it. `waiting` is a dashed ring: not there yet. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={paths[name]} {...(name === 'waiting' ? { 'stroke-dasharray': '2.6 2.5' } : {})} />
  </svg>
);
