import { randomInt } from 'node:crypto';

/**
 * Loopback addresses for pods: processes on one machine that all use port 8080. On Linux all of
 * 127.0.0.0/8 works without setup. A random block of 254 per kubelet separates the kubelets of a
 * run.
 */
export function podAddresses(): () => string {
  const block = `127.${randomInt(16, 255)}.${randomInt(0, 256)}`;
  let last = 0;
  return () => {
    last = (last % 254) + 1;
    return `${block}.${last}`;
  };
}
