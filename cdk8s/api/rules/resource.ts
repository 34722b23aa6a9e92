import type { AhltEnvironment } from '../environment.ts';
import { environmentNameExpected } from '../formats.ts';
import { stages } from '../names.ts';
import type { Rule } from './rule.ts';

/** Rules about the name as well as the spec. */
export const resourceRules: readonly Rule<AhltEnvironment>[] = [
  {
    id: 'name-form',
    field: 'metadata.name',
    cel: `self.metadata.name.matches('^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$')`,
    message: environmentNameExpected,
    holds: ({ metadata: { name } }) => /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name),
  },
  {
    id: 'name-stage',
    field: 'spec.stage',
    reads: ['metadata.name'],
    // Otherwise `prod` with stage dev would evade every rule for prod.
    cel: `!(self.metadata.name in ${JSON.stringify(stages)}) || self.metadata.name == self.spec.stage`,
    message: 'an environment named dev, staging or prod must have the stage of its name',
    holds: ({ metadata: { name }, spec: { stage } }) =>
      !stages.some((known) => known === name) || name === stage,
  },
];
