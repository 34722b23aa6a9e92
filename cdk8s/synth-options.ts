import { parseArgs } from 'node:util';
import { nearest } from './api/suggest.ts';

/** Options of `npm run synth`. */
export interface SynthOptions {
  readonly env?: string | undefined;
  readonly out: string;
  readonly certs?: string | undefined;
  readonly image?: string | undefined;
  readonly operatorImage?: string | undefined;
  readonly help: boolean;
}

const known = {
  env: { type: 'string' },
  out: { type: 'string', default: 'dist' },
  certs: { type: 'string' },
  image: { type: 'string' },
  'operator-image': { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** A problem of the command line that the user must fix; the message says what. */
export class OptionError extends Error {}

/** Parses the command line. Throws `OptionError` for an unknown option or a missing value. */
export function parseOptions(args: readonly string[]): SynthOptions {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    return { ...values, operatorImage: values['operator-image'] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The first sentence of parseArgs explains the error; the rest is about positional arguments,
    // which do not exist here.
    const [reason = error.message] = error.message.split('. ');
    const meant = nearest(/'--([\w-]+)'/.exec(reason)?.[1] ?? '', Object.keys(known));
    throw new OptionError(
      `${reason}${reason.startsWith('Unknown') && meant ? `; did you mean --${meant}?` : ''}`,
      { cause: error },
    );
  }
}

export const seeHelp = '\n   npm run synth -- --help shows all options.\n';

export const help = `npm run synth -- [options]

Writes every Kubernetes manifest from environments/. Applies nothing.

  --env <name>              only this environment: its namespace, its resource and its preview
  --out <folder>            output folder (default: dist); its content is replaced, all or nothing
  --certs <folder>          certificates created by mkcert; writes the TLS Secret of each host. The output then contains
                            private keys: never commit it
  --image <reference>       image of the app in every environment written, instead of the one in its file
  --operator-image <ref>    image of the operator, instead of the one in cluster.yaml
  -h, --help                this text

Layout
  apply/1-cluster/          the CustomResourceDefinition
  apply/2-shared-infra/     PostgreSQL and Neo4j; their pods wait for passwords that the operator creates in the cluster
  apply/3-ingress/          the ingress controller and its class
  apply/4-operator/         the operator
  apply/5-<env>/            namespace, access rights, TLS Secret (--certs), and the AhltEnvironment
  preview/<env>/            what the operator will apply. To read, not to apply

Apply folders and files in the order of their numbers. From an empty cluster:
  kubectl apply --server-side -R -f dist/apply/1-cluster
  kubectl wait --for=jsonpath='{.status.acceptedNames.kind}'=AhltEnvironment crd/ahltenvironments.platform.ahlt.dev
  kubectl wait --for=condition=Established crd/ahltenvironments.platform.ahlt.dev
  kubectl apply --server-side -R -f dist/apply

Exit code: 0 written, 1 invalid files, nothing was written, 2 invalid option.
`;
