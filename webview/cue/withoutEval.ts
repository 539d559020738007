/** Schemas shall not compile themselves: a panel's policy forbids it and would say so in the log. Imported before all schemas. */
import { config } from 'zod';

config({ jitless: true });
