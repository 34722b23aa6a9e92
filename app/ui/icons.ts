/**
 * Icons on a grid of 20 by 20, with strokes of 1.5. `planned`, `waiting`, `working`, `done` and
 * `ended` are states.
 */
const drawings = {
  home: '<path d="M3 9.2 10 3.5l7 5.7V16a.8.8 0 0 1-.8.8h-4V12H7.8v4.8H3.8A.8.8 0 0 1 3 16z"/>',
  users:
    '<circle cx="7.5" cy="7" r="3"/><path d="M2 16.5c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M13 4.3a3 3 0 0 1 0 5.4M15.2 12c1.6.7 2.6 2.2 2.8 4.5"/>',
  key: '<circle cx="6.5" cy="13.5" r="3.5"/><path d="m9 11 7.5-7.5M13.5 6.5l2.5 2.5M11.5 8.5l1.5 1.5"/>',
  shapes:
    '<circle cx="5" cy="5" r="2.3"/><circle cx="15" cy="7" r="2.3"/><circle cx="8" cy="15" r="2.3"/><path d="m7.2 5.5 5.5 1.1M5.6 7.2l1.8 5.6M9.6 13.4l3.9-4.7"/>',
  sliders:
    '<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>',
  audit: '<path d="M4 3.5h12v13H4zM7 7.5h6M7 10.5h6M7 13.5h3"/>',
  grid: '<path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z"/>',
  bell: '<path d="M4.5 14c1.2-1.3 1.2-2.5 1.2-5a4.3 4.3 0 0 1 8.6 0c0 2.5 0 3.7 1.2 5zM8.3 16.5c.9.9 2.5.9 3.4 0"/>',
  warn: '<path d="M10 3.2 17.8 16.5H2.2zM10 8v4M10 14.2v.1"/>',
  database:
    '<ellipse cx="10" cy="5" rx="6.5" ry="2.5"/><path d="M3.5 5v10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5V5M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5"/>',
  document: '<path d="M5 2.8h6.5L15.5 7v10.2H5zM11.3 2.9V7h4"/>',
  charter: '<path d="M5 2.8h10v14.4l-2.5-1.7-2.5 1.7-2.5-1.7L5 17.2zM8 6.5h4M8 9.5h4"/>',
  map: '<rect x="2.5" y="7.5" width="5" height="5" rx="1"/><rect x="12.5" y="2.5" width="5" height="5" rx="1"/><rect x="12.5" y="12.5" width="5" height="5" rx="1"/><path d="M7.5 10H10M12.5 5H10v10h2.5"/>',
  question:
    '<circle cx="10" cy="10" r="7"/><path d="M7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M10 13.9v.1"/>',
  workflow: '<path d="M3 5.5h9M3 10h14M3 14.5h6"/><path d="m12.5 12 2.5 2.5-2.5 2.5"/>',
  states:
    '<circle cx="4.5" cy="10" r="2"/><circle cx="15.5" cy="5" r="2"/><circle cx="15.5" cy="15" r="2"/><path d="m6.4 9.2 7.2-3.4M6.4 10.8l7.2 3.4"/>',
  calendar: '<path d="M3.5 4.5h13v12h-13zM3.5 8.5h13M7 2.8v3M13 2.8v3"/>',
  inbox: '<path d="M3 11h4l1.2 2.2h3.6L13 11h4M5 4h10l2 7v5H3v-5z"/>',
  meeting:
    '<circle cx="10" cy="6" r="2.5"/><path d="M2.5 16.5h15M5 13.5c.6-2 2.5-3 5-3s4.4 1 5 3"/>',
  search: '<circle cx="9" cy="9" r="5.5"/><path d="m13.2 13.2 3.8 3.8"/>',
  plus: '<path d="M10 4v12M4 10h12"/>',
  close: '<path d="m5 5 10 10M15 5 5 15"/>',
  check: '<path d="m4 10.5 4 4 8-9"/>',
  'chevron-down': '<path d="m5.5 8 4.5 4.5L14.5 8"/>',
  'chevron-right': '<path d="m8 5.5 4.5 4.5L8 14.5"/>',
  'chevron-left': '<path d="M12 5.5 7.5 10l4.5 4.5"/>',
  'arrow-up': '<path d="M10 16V4.5M5.5 9 10 4.5 14.5 9"/>',
  'arrow-down': '<path d="M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5"/>',
  more: '<path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.5"/>',
  columns: '<path d="M3.5 4h13v12h-13zM8 4v12M12 4v12"/>',
  filter: '<path d="M3 5h14M6 10h8M8.5 15h3"/>',
  download: '<path d="M10 3v9M6.5 9 10 12.5 13.5 9M3.5 13v3.5h13V13"/>',
  eye: '<path d="M2 10c1.8-3.4 4.6-5 8-5s6.2 1.6 8 5c-1.8 3.4-4.6 5-8 5s-6.2-1.6-8-5z"/><circle cx="10" cy="10" r="2.3"/>',
  lock: '<rect x="4" y="9" width="12" height="8" rx="1.5"/><path d="M6.8 9V6.5a3.2 3.2 0 0 1 6.4 0V9"/>',
  theme:
    '<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" fill="currentColor"/>',
  info: '<circle cx="10" cy="10" r="7"/><path d="M10 9.3v4.2M10 6.5v.1"/>',
  stop: '<path d="M7 2.8h6L17.2 7v6L13 17.2H7L2.8 13V7zM10 6.5v4.5M10 13.5v.1"/>',
  planned: '<circle cx="10" cy="10" r="6.5" stroke-dasharray="2.6 2.5"/>',
  waiting: '<circle cx="10" cy="10" r="6.5"/>',
  working:
    '<circle cx="10" cy="10" r="6.5"/><path d="M10 6.5a3.5 3.5 0 0 1 0 7z" fill="currentColor"/>',
  done: '<circle cx="10" cy="10" r="6.5"/><path d="m7 10.2 2.2 2.2L13.2 8"/>',
  ended: '<circle cx="10" cy="10" r="6.5"/><path d="m7.7 7.7 4.6 4.6M12.3 7.7l-4.6 4.6"/>',
  clock: '<circle cx="10" cy="10" r="7"/><path d="M10 6v4.2l2.8 1.8"/>',
  copy: '<rect x="7" y="7" width="9.5" height="9.5" rx="1"/><path d="M4.5 12.5h-1v-9h9v1"/>',
  external: '<path d="M8 4H4v12h12v-4M11.5 3.5h5v5M16.5 3.5 9 11"/>',
  edit: '<path d="m4 16 .8-3.5L13 4.3l2.7 2.7-8.2 8.2z"/>',
  trash: '<path d="M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5"/>',
  sidebar: '<path d="M3 4h14v12H3zM8 4v12"/>',
  menu: '<path d="M3.5 6h13M3.5 10h13M3.5 14h13"/>',
  point: '<circle cx="10" cy="10" r="3" fill="currentColor"/>',
  spinner: '<path d="M10 3.5a6.5 6.5 0 1 1-6.5 6.5"/>',
  mark: '<path d="M10 2.5 17 6.5v7l-7 4-7-4v-7zM10 2.5v7.5M10 10l7 3.5M10 10l-7 3.5"/>',
  exit: '<path d="M12 6.5V3.5H3.5v13H12v-3M8 10h9M14 6.8 17.2 10 14 13.2"/>',
  off: '<path d="M6.8 10h6.4"/>',
  drag: '<path d="M7.5 5h.01M12.5 5h.01M7.5 10h.01M12.5 10h.01M7.5 15h.01M12.5 15h.01" stroke-width="2"/>',
} as const;

export type IconName = keyof typeof drawings;

export const iconNames = Object.keys(drawings) as readonly IconName[];

/**
 * All icons as symbols, once per document; `Icon` refers to them by name. Constant markup, never
 * data.
 */
export const spriteMarkup = Object.entries(drawings)
  .map(([name, drawing]) => `<symbol id="i-${name}" viewBox="0 0 20 20">${drawing}</symbol>`)
  .join('');
