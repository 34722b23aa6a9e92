import type { Node } from 'libpg-query';
import { AppError } from '../errors.ts';
import { gradeStatement } from './grading/statement.ts';
import {
  type Grade,
  gravest,
  listed,
  NewObjects,
  together,
  type Verdict,
} from './grading/verdict.ts';
import type { Migration } from './migration.ts';
import { loadSqlParser, type ParseSql } from './sql-parser.ts';

export interface GradedStatement extends Verdict {
  readonly sql: string;
}

export interface GradedMigration extends Verdict {
  readonly statements: readonly GradedStatement[];
}

/**
 * Grades the effect of each migration on a running app, in the order they would run; objects that
 * an earlier one creates count as new for a later one. Parses SQL with PostgreSQL's own parser.
 * Throws `migration_failed` for invalid SQL, before anything runs.
 */
export async function gradeMigrations(
  migrations: readonly Migration[],
): Promise<GradedMigration[]> {
  if (migrations.length === 0) return [];
  const parseSql = await loadSqlParser();
  const made = new NewObjects();
  return migrations.map((migration) => {
    const statements = migration.statements.map((sql, index) => ({
      sql,
      ...gradeSql(sql, { made, parseSql, migration, statement: index + 1 }),
    }));
    const grade = gravest(statements.map((statement) => statement.grade));
    return {
      grade,
      effect: listed(statements.filter((one) => one.grade === grade).map(({ effect }) => effect)),
      statements,
    };
  });
}

/** The highest grade of a plan; `none` if nothing is pending. */
export function planGrade(graded: readonly Verdict[]): Grade | 'none' {
  return graded.length === 0 ? 'none' : gravest(graded.map(({ grade }) => grade));
}

interface Place {
  readonly parseSql: ParseSql;
  readonly made: NewObjects;
  readonly migration: Migration;
  /** From 1. */
  readonly statement: number;
}

function gradeSql(sql: string, place: Place): Verdict {
  return together(parse(sql, place).map((statement) => gradeStatement(statement, place.made)));
}

function parse(sql: string, { parseSql, migration, statement }: Place): Node[] {
  try {
    return parseSql(sql);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('migration_failed', {
      message: `${migration.id} failed: ${message}`,
      details: {
        migration: migration.id,
        name: migration.name,
        statement,
        of: migration.statements.length,
        sql,
        kept: 0,
      },
      cause,
    });
  }
}
