import { afterAll, vi } from 'vitest';

// Files share a process (`isolate: false`): what one changes of it would reach the next.
const variables = { ...process.env };
const folder = process.cwd();

afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const name of Object.keys(process.env)) {
    if (!(name in variables)) delete process.env[name];
  }
  Object.assign(process.env, variables);
  if (process.cwd() !== folder) process.chdir(folder);
});
