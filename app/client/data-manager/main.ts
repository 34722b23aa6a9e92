import { one } from '../elements.ts';
import { improveFollowing } from '../following/follow.ts';
import { improveExport } from './export.ts';
import { improveImport } from './import.ts';

// Loaded by the data manager only; the result page without JavaScript has neither part.
const importing = one('[data-import]');
const run = one('[data-run]');
if (importing !== null && run !== null) improveImport(importing, run);
const exporting = one<HTMLFormElement>('#export');
if (exporting !== null) improveExport(exporting);
improveFollowing();
