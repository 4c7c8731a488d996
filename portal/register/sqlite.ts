import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/**
 * Kysely over Node's own SQLite. WAL with `synchronous=FULL`: a commit is on the disk before it is answered (seen with
 * strace, stack-facts §1.2), which is what a receipt promises.
 */
export function sqliteDialect(file: string): Dialect {
  const database = new DatabaseSync(file);
  const prepared = new Map<string, StatementSync>();
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
  );
  const config: SqliteDialectConfig = {
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = prepared.get(sql) ?? database.prepare(sql);
        if (prepared.size >= mostPrepared) prepared.clear();
        prepared.set(sql, statement);
        const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...values(parameters)),
          run: (parameters) => statement.run(...values(parameters)),
          iterate: (parameters) => statement.iterate(...values(parameters)),
        };
      },
    },
  };
  const dialect = new SqliteDialect(config);
  dialect.createDriver = () => new PatientDriver(config, database);
  dialect.createAdapter = () => new WholeSteps();
  return dialect;
}

/**
 * SQLite can undo a change of the schema like any other, and Kysely does not use it: a migration that fails, or a power cut in
 * its middle, would leave half a step that the next start cannot walk again.
 */
class WholeSteps extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Beside the server the command line works on the same register. A transaction that begins by reading and then finds that somebody
 * else has written is refused at once, however long it would wait: every transaction here takes its turn at writing first.
 *
 * A full disk ends SQLite's transaction by itself; asked to undo it once more it complains of that, and what went wrong would be
 * forgotten: a kiosk must hear "full", not "broken".
 */
class PatientDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(config: SqliteDialectConfig, database: DatabaseSync) {
    super(config);
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** Preparing costs more than running; lists of many lengths must not fill the memory. */
const mostPrepared = 300;
