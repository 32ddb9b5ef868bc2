import { versions } from 'node:process';

/** The queue cannot work here; nothing was touched. */
export class QueueRefusedError extends Error {}

export function noQueue(): QueueRefusedError {
  return new QueueRefusedError('There is no queue in this database yet: pullthrough queue migrate makes it.');
}

const without = 'Without a queue, several machines share a night by pullthrough run --shard 1/4 (docs/scaling.md).';

/** The first version of Node that the engine runs on. */
const needed = [22, 12] as const;

/**
 * @param database its URL
 * @throws QueueRefusedError if the queue cannot work on this database or this version of Node
 */
export function assertQueueWorks(database: string, node: string = versions.node): void {
  if (!/^postgres(ql)?:/.test(database))
    throw new QueueRefusedError(
      `The queue needs PostgreSQL, and the database is ${kindOf(database)}: give another with --database. ${without}`,
    );
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1]))
    throw new QueueRefusedError(
      `The queue needs Node ${needed.join('.')} or later, and this is ${node}: run enqueue, worker and queue with that. ${without}`,
    );
}

function kindOf(database: string): string {
  if (database.startsWith('sqlite:')) return 'SQLite';
  return /^(mysql|mariadb):/.test(database) ? 'MySQL or MariaDB' : 'of another kind';
}
