/** Source of random values. */
export interface Chance {
  /** This many random bytes, in hexadecimal. */
  readonly hex: (bytes: number) => string;
  /** A readable password. */
  readonly passphrase: () => string;
}

/**
 * The servers' own secrets; lost ones cannot be created again, because the data was created with
 * them.
 */
export const serverSecrets = [
  'postgres-password',
  'postgres-admin-url',
  'neo4j-password',
  'neo4j.env',
] as const;

/**
 * Returns the content of missing secret files. Existing ones are never replaced; dependent ones are
 * derived from them.
 * @param there existing files with their content
 */
export function missingSecrets(
  environments: readonly string[],
  there: ReadonlyMap<string, string>,
  { hex, passphrase }: Chance,
): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  const keep = (name: string, make: () => string): string => {
    const found = there.get(name);
    if (found !== undefined) return found.trim();
    const value = make();
    made.set(name, value);
    return value;
  };

  const superuser = keep('postgres-password', () => hex(24));
  keep('postgres-admin-url', () => `postgresql://ahlt:${superuser}@postgres:5432/postgres`);
  const graph = keep('neo4j-password', () => hex(24));
  keep('neo4j.env', () => `NEO4J_AUTH=neo4j/${graph}`);
  for (const environment of environments) {
    const database = `ahlt_${environment}`;
    keep(
      `${environment}-migrator-url`,
      () => `postgresql://${database}:${hex(24)}@postgres:5432/${database}`,
    );
    keep(
      `${environment}-runtime-url`,
      () => `postgresql://${database}_app:${hex(24)}@postgres:5432/${database}`,
    );
    keep(`${environment}-session-key`, () => hex(64));
    keep(`${environment}-admin-password`, passphrase);
    keep(`${environment}-demo-password`, passphrase);
  }
  return made;
}
