export { withTokens } from './gate.ts';
export { tokenRoutes } from './routes.ts';
export { newToken, tokenDigest } from './secret.ts';
export { sweepTokens } from './token-store.ts';
