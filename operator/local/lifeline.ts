import { spawn } from 'node:child_process';

/**
 * Ends a process when we end, even by SIGKILL: a shell waits for the end of a pipe that only we
 * hold and then sends the signal. Returns a function to disable it, to be called when the process
 * has ended by itself.
 */
export function lifeline(pid: number, signal: 'INT' | 'TERM'): () => void {
  if (process.platform === 'win32') return () => {};
  // Detached: Ctrl-C and a closing terminal signal the whole foreground group, which must not
  // include this.
  const shell = spawn(
    '/bin/sh',
    ['-c', 'read -r line; kill -s "$1" "$2"', 'sh', signal, String(pid)],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
    },
  );
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  return () => shell.kill('SIGKILL');
}
