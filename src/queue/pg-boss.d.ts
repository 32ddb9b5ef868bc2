/**
 * What is used of the queue's engine. Its own types come with the package, which is not installed where Node is too old
 * for it; the program is compiled there too.
 */
declare module 'pg-boss' {
  import type { EventEmitter } from 'node:events';

  interface Sql {
    executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  }

  interface Attempt {
    readonly id: string;
    readonly retryCount: number;
  }

  interface OnConnection {
    readonly db?: Sql;
  }

  export class PgBoss extends EventEmitter {
    constructor(options: {
      readonly db: Sql;
      readonly schema: string;
      readonly migrate: boolean;
      readonly schedule: false;
      readonly supervise: boolean;
      readonly superviseIntervalSeconds: number;
      readonly monitorIntervalSeconds: number;
      readonly registerInstance: false;
      readonly persistQueueStats: false;
      readonly persistWarnings: false;
      readonly reindex: false;
      readonly monitorVacuum: false;
    });
    start(): Promise<this>;
    stop(options: { readonly graceful: boolean; readonly close: false }): Promise<void>;
    isInstalled(): Promise<boolean>;
    schemaVersion(): Promise<number | null>;
    createQueue(
      name: string,
      options: {
        readonly policy: 'standard';
        readonly retryLimit: number;
        readonly retryDelay: number;
        readonly retryBackoff: true;
        readonly retryDelayMax: number;
        readonly heartbeatSeconds: number;
        readonly expireInSeconds: number;
        readonly retentionSeconds: number;
        readonly warningQueueSize: number;
      },
    ): Promise<void>;
    getQueue(name: string): Promise<object | null>;
    insert(
      name: string,
      jobs: {
        readonly id: string;
        readonly data: object;
        readonly priority: number;
        readonly group: { readonly id: string };
      }[],
      options: OnConnection & { readonly returnId: false },
    ): Promise<unknown>;
    fetch<T>(
      name: string,
      options: OnConnection & { readonly batchSize: number },
    ): Promise<(Attempt & { readonly data: T })[] | null>;
    touch(name: string, jobs: Attempt[], options?: OnConnection): Promise<unknown>;
    fail(name: string, jobs: Attempt[], output: null, options?: OnConnection): Promise<unknown>;
    cancel(name: string, jobs: Attempt[], options?: OnConnection): Promise<unknown>;
    resume(name: string, ids: string[], options?: OnConnection): Promise<unknown>;
    deleteJob(name: string, jobs: Attempt[] | string[], options?: OnConnection): Promise<unknown>;
  }
}
