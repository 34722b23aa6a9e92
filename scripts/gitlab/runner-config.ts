/** Inputs of the runner's configuration. */
export interface RunnerFacts {
  /** Such as `https://gitlab.local:8929`. */
  readonly url: string;
  readonly token: string;
  /** Image of jobs without their own. */
  readonly image: string;
  /** Hosts of the environments, which jobs reach on the runner's machine. */
  readonly hosts: readonly string[];
  /** Concurrent jobs. */
  readonly concurrent: number;
}

/**
 * Network of gitlab/compose.yaml. GitLab and its registry have the same names and ports there as
 * for users.
 */
const network = 'gitlab';

/**
 * The runner's `config.toml`. Jobs are unprivileged and never get the engine's socket: images are
 * built by rootless BuildKit, which needs system calls that the default profiles block, and nothing
 * else. Jobs are in GitLab's network, because its ports are published on the machine's loopback
 * address, which a container cannot reach.
 */
export const runnerConfig = ({
  url,
  token,
  image,
  hosts,
  concurrent,
}: RunnerFacts): string => `# Written by npm run gitlab -- setup.
concurrent = ${concurrent}
check_interval = 3
shutdown_timeout = 600

[[runners]]
  name = "workstation"
  url = ${quoted(url)}
  token = ${quoted(token)}
  executor = "docker"
  tls-ca-file = "/etc/gitlab-runner/certs/ca.crt"
  [runners.docker]
    image = ${quoted(image)}
    privileged = false
    security_opt = ["seccomp:unconfined", "apparmor:unconfined"]
    cap_drop = ["NET_RAW", "MKNOD", "AUDIT_WRITE"]
    network_mode = "${network}"
    pull_policy = ["if-not-present"]
    extra_hosts = [${hosts.map((host) => quoted(`${host}:host-gateway`)).join(', ')}]
    volumes = ["/cache"]
    shm_size = 268435456
`;

const quoted = (text: string): string => JSON.stringify(text);
