/** Says which migrations a database has had. */
export const migrationTable = 'pullthrough_migrations';
