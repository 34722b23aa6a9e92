import { runSynth } from './synth-command.ts';

process.exitCode = runSynth(process.argv.slice(2), {
  root: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
