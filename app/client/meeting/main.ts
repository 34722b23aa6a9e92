import { improveFollowing } from '../following/follow.ts';
import { improveNotes } from './notes.ts';
import { improveTimers } from './timers.ts';

improveTimers();
improveNotes();
improveFollowing();
