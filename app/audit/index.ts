export { actorOf, addressOf, phraseOf, type RecentEntry } from './present.ts';
export { recentEntries } from './queries.ts';
export { auditRoutes } from './routes.ts';
