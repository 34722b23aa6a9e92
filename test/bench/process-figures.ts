import { readFile } from 'node:fs/promises';

/** The peak memory of a process from the kernel, in MiB; 0 if unknown. */
export const peakMb = (pid: number | undefined): Promise<number> => memoryMb(pid, 'VmHWM');

/** Current resident memory of a process, in MiB; 0 if unknown. */
export const residentMb = (pid: number): Promise<number> => memoryMb(pid, 'VmRSS');

async function memoryMb(pid: number | undefined, field: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
}

/** A clock tick of the kernel's accounting. */
const tickMs = 10;

/**
 * Processor time of a process and its children, including ended ones, in milliseconds; 0 if
 * unknown.
 */
export async function cpuMs(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const times = await Promise.all([
    ticksOf(pid, 15),
    ...children.split(' ').map((child) => ticksOf(Number(child), 13)),
  ]);
  return times.reduce((sum, ticks) => sum + ticks * tickMs, 0);
}

/** Processor time of this process's ended children, in milliseconds; 0 if unknown. */
export const endedChildrenMs = async (): Promise<number> =>
  ((await ticksOf(process.pid, 15)) - (await ticksOf(process.pid, 13))) * tickMs;

/** User and system time, up to a field: 13 for a process alone, 15 with its ended children. */
async function ticksOf(pid: number, last: 13 | 15): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, last).reduce((sum, ticks) => sum + Number(ticks), 0);
}
