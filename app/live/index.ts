export { touch } from './mark-store.ts';
