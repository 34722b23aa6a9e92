import { inject } from 'vitest';
import { demand } from './on-demand.ts';

/**
 * Path of the app's program, bundled from this source like in the image. The first test file that
 * needs it bundles it; run it with `process.execPath`.
 */
export const appProgram = (): Promise<string> => demand(inject('services').socket, 'app');
