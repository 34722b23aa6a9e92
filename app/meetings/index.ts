export { confirmMeeting } from './commands.ts';
export { hasMinutes, itemCountOf } from './list-queries.ts';
export { meetingRoutes } from './routes.ts';
export { scheduleOf } from './schedule.ts';
