import { inject } from 'vitest';
import { demand } from './on-demand.ts';

/**
 * Path of the app's program, bundled from this source as the image has it. The first test file
 * that asks has it bundled; run it with `process.execPath`.
 */
export const appProgram = (): Promise<string> => demand(inject('services').socket, 'app');
