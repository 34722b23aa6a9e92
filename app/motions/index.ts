export { closeMotion, moveMotion, openMotion, secondMotion } from './commands.ts';
export {
  type Motion,
  motionKinds,
  motionResults,
  stateOf as motionStateOf,
} from './motion.ts';
export { lapseMotions } from './motion-store.ts';
export { motionsOf } from './queries.ts';
export { mostWording, motionInput, resultInput } from './schema.ts';
export { type MotionsProps, MotionsSection } from './section.tsx';
export { texts as motionTexts } from './texts.ts';
export { type MinutedMotion, motionLine } from './words.ts';
