import { systemTypes } from '../entities/index.ts';

/**
 * Types that configure the app and outnumber everything else, permissions above all. The page of
 * the whole store leaves them out until its reader asks for them. People and their roles are what
 * it is about.
 */
export const backgroundTypes: readonly string[] = [...systemTypes].filter(
  (type) => type !== 'user' && type !== 'role',
);
