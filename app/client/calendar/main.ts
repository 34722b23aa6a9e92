import { improveConfirming } from './confirming.ts';
import { improveGrids } from './grid-keys.ts';

improveGrids();
improveConfirming();
