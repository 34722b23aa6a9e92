export { warningConsumer } from './consumer.ts';
export { warningJobs } from './jobs.ts';
export { warningRowsOf } from './queries.ts';
export { warningRoutes } from './routes.ts';
export { unreadWarnings } from './session-fragments.ts';
