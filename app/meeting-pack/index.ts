export { meetingPackRoutes } from './routes.ts';
