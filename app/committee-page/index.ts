export { committeeFrame } from './collection-frame.tsx';
export { CommitteePage } from './committee-page.tsx';
