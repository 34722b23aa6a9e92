import { stringify } from 'yaml';

/**
 * Where k3s and Rancher Desktop look for the authority; the file is copied there with
 * `registries.yaml`.
 */
const authorityOnNode = '/etc/rancher/k3s/ahlt-ca.crt';

/** `/etc/rancher/k3s/registries.yaml`: the registry is verified against its authority. */
export const registriesFile = (registry: string): string =>
  `# Made by \`make certs\`. Copy it to /etc/rancher/k3s/registries.yaml and ca.crt to ${authorityOnNode}; then restart k3s.\n${stringify(
    {
      configs: { [registry]: { tls: { ca_file: authorityOnNode } } },
    },
  )}`;
