export type { Option, OptionSection } from './option.ts';
export { optionsOf, readOptions, titleOf } from './queries.ts';
export { keyOf } from './rules.ts';
