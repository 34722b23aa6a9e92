import { viewCommands } from '../saved-lists/index.ts';
import { workPage } from './schema.ts';

/** Views of “My work” (spec my-work#filters). */
export const workViews = viewCommands(workPage);
