import { DeployFailure, deployEnvironment, smokeOnly } from './deploy.ts';
import { ClusterError } from './kubectl.ts';
import { linesTo } from './lines.ts';
import { type DeployRequest, help, OptionError, parseRequest } from './options.ts';
import { deployPlatform } from './platform.ts';
import { addTag, type Credentials, digestOf, RegistryError } from './registry.ts';
import { DeployRefusal } from './resource.ts';
import { SmokeFailure } from './smoke.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    await carryOut(parseRequest(args));
    return 0;
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    if (!(error instanceof DeployFailure)) process.stderr.write(` ✗ ${(error as Error).message}\n`);
    return code;
  }
}

async function carryOut(request: DeployRequest): Promise<void> {
  const lines = linesTo((text) => process.stdout.write(text));
  switch (request.action) {
    case 'help':
      return void process.stdout.write(help);
    case 'platform':
      return await deployPlatform(request.operatorImage, request.options, lines);
    case 'smoke':
      return await smokeOnly(request.environment, request.options, lines);
    case 'digest':
      return void process.stdout.write(`${await digestOf(request.image, credentials())}\n`);
    case 'tag':
      await addTag(request.image, request.tag, credentials());
      return lines.done('tag', `${request.image} is ${request.tag} too`);
    default:
      return await deployEnvironment(
        { ...request, rollback: request.action === 'rollback' },
        lines,
      );
  }
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof DeployFailure || error instanceof SmokeFailure) return 1;
  if (error instanceof OptionError || error instanceof DeployRefusal) return 2;
  return error instanceof ClusterError || error instanceof RegistryError ? 3 : undefined;
}

/** The pipeline's own access to the registry of its project. */
function credentials(): Credentials | undefined {
  const { CI_REGISTRY_USER: user, CI_REGISTRY_PASSWORD: password } = process.env;
  return user && password ? { user, password } : undefined;
}
