export { createSockets, type SocketOptions, type Upgrade } from './endpoint.ts';
