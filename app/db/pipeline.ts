import type { RawBuilder } from 'kysely';
import type { Tx } from './database.ts';

/** Statements that are on their way behind the one that the server works on. */
const ahead = 2;

/**
 * Sends statements one behind the other: the server begins the next one without waiting until somebody here has read its answer. They
 * are taken from `statements` as there is room, so what they hold needn't exist at once. Gives their rows, in order.
 * When one fails, those on their way behind it fail, too, and all of them are over before the first failure is thrown.
 */
export const inPipeline = <Row>(tx: Tx, statements: Iterable<RawBuilder<Row>>): Promise<readonly (readonly Row[])[]> =>
  tx.getExecutor().provideConnection(async (connection) => {
    const answers: Promise<readonly Row[]>[] = [];
    try {
      for (const statement of statements) {
        const answer = connection.executeQuery<Row>(statement.compile(tx)).then(({ rows }) => rows);
        answer.catch(() => undefined);
        answers.push(answer);
        await answers.at(-1 - ahead);
      }
    } finally {
      await Promise.allSettled(answers);
    }
    return Promise.all(answers);
  });
