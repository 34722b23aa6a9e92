import { readFile } from 'node:fs/promises';

/**
 * The high-water mark of memory that the kernel keeps of a process, in MiB; 0 where it keeps none.
 */
export const peakMb = (pid: number | undefined): Promise<number> => memoryMb(pid, 'VmHWM');

/** Resident memory of a process now, in MiB; 0 where the kernel doesn't tell. */
export const residentMb = (pid: number): Promise<number> => memoryMb(pid, 'VmRSS');

async function memoryMb(pid: number | undefined, field: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
}

/** A clock tick of the kernel's accounting. */
const tickMs = 10;

/**
 * Processor time of a process and its children, those that ended included, in milliseconds; 0 where
 * the kernel doesn't tell.
 */
export async function cpuMs(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const times = await Promise.all([
    ticksOf(pid, 15),
    ...children.split(' ').map((child) => ticksOf(Number(child), 13)),
  ]);
  return times.reduce((sum, ticks) => sum + ticks * tickMs, 0);
}

/**
 * Processor time of this process's children that ended, in milliseconds; 0 where the kernel doesn't
 * tell.
 */
export const endedChildrenMs = async (): Promise<number> =>
  ((await ticksOf(process.pid, 15)) - (await ticksOf(process.pid, 13))) * tickMs;

/** User and system time, up to a field: 13 for a process alone, 15 with its children that ended. */
async function ticksOf(pid: number, last: 13 | 15): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, last).reduce((sum, ticks) => sum + Number(ticks), 0);
}
