import { systemTypes } from '../entities/index.ts';

/**
 * Types that configure the app and outnumber everything else, above all permissions. The page of
 * the whole store hides them by default. Users and their roles are its main content.
 */
export const backgroundTypes: readonly string[] = [...systemTypes].filter(
  (type) => type !== 'user' && type !== 'role',
);
