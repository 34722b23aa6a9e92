export type { Option, OptionSection } from './option.ts';
export { optionsOf, readOptions } from './queries.ts';
export { keyOf } from './rules.ts';
