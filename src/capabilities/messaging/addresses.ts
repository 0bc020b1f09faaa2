import { z } from 'zod';
import { ConversationBox } from './conversations.ts';

/** The threads that are listed, and the one that is open: its person and its id. */
export const ConversationsSearch = z.object({
  box: ConversationBox.optional().catch(undefined),
  person: z.coerce.number().int().optional().catch(undefined),
  thread: z.uuid().optional().catch(undefined),
});
