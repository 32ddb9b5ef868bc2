/** The PostgreSQL schema of the queue's engine: nothing of ours is in it, and nothing of it in ours. */
export const queueSchema = 'pullthrough_queue';
