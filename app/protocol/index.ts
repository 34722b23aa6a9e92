export { protocolOf } from './queries.ts';
export { protocolRoutes } from './routes.ts';
export { ProtocolSection } from './section.tsx';
