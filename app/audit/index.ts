export { actorOf, addressOf, phraseOf } from './present.ts';
export { type RecentEntry, recentEntries } from './queries.ts';
export { auditRoutes } from './routes.ts';
