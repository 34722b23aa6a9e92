import { improveStateMachine } from './state-machine.ts';

improveStateMachine();
