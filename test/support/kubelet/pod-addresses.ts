import { randomInt } from 'node:crypto';

/**
 * Loopback addresses for pods: processes on one machine that all want port 8080. On Linux the whole
 * of 127.0.0.0/8 is there without being set up. A random block of 254 per kubelet keeps the
 * kubelets of a run apart.
 */
export function podAddresses(): () => string {
  const block = `127.${randomInt(16, 255)}.${randomInt(0, 256)}`;
  let last = 0;
  return () => {
    last = (last % 254) + 1;
    return `${block}.${last}`;
  };
}
