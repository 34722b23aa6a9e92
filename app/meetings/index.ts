export { confirmMeeting } from './commands.ts';
export { meetingRoutes } from './routes.ts';
