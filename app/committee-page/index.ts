export { CommitteePage } from './committee-page.tsx';
