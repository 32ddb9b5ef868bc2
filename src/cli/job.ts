import { reasonOf } from '../run/reason-of.js';
import { beginJob, type Job } from '../run/jobs/job.js';
import type { FromJob, JobSetting, ToJob } from '../run/jobs/messages.js';

/** The program of a process of `run --jobs`. */

const interruption = new AbortController();
// A terminal signals all of its processes; the one that a person started says what that means.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => {
  interruption.abort();
});
process.on('uncaughtException', (error) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});

function tell(message: FromJob): void {
  if (process.connected) process.send?.(message);
}

let job: Promise<Job> | null = null;

async function work(setting: JobSetting): Promise<void> {
  const begun = beginJob(setting, { tell, interrupted: interruption.signal });
  job = begun.then((one) => one.job);
  const { db } = await begun;
  await (await job).work();
  await db.close();
  tell({ type: 'ended' });
  if (process.connected) process.disconnect();
}

process.on('message', (message: ToJob) => {
  if (message.type === 'begin') void work(message.setting);
  else if (message.type === 'take') void job?.then((one) => one.give(message.files));
  else if (message.type === 'end') void job?.then((one) => one.end());
  else interruption.abort();
});
